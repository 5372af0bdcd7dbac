package dev.sekisho.dialect.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.model.Model;
import dev.sekisho.policy.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is written compiles to the same model, apart from origins. */
class RoundTripTest {

    private final YamlDialect dialect = new YamlDialect(TestPolicies.TYPES, TestPolicies.SECRETS);
    private final YamlWriter writer = new YamlWriter(TestPolicies.TYPES);

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        Path folder = Golden.project().resolve("examples");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.filter(f -> f.toString().endsWith(".yaml"))
                    .filter(f -> !f.endsWith("cases.yaml")) // no configuration
                    .sorted()
                    .toList();
            assertThat(sorted).isNotEmpty();
            return sorted.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        String text = Files.readString(file);
                        assertThat(text).startsWith("# ");
                        Map<String, Class<? extends Record>> policies = Policies.configTypes();
                        check(
                                text.replace("${env:TILL_SECRET}", "${env:PASSWORD}"),
                                new YamlDialect(policies, TestPolicies.SECRETS),
                                new YamlWriter(policies));
                    }));
        }
    }

    @Test
    void everyKindOfValue() {
        check("""
                listeners:
                  - name: a
                    address: ":8080"
                    trustedProxies: [ 10.0.0.0/8, "2001:db8::/32" ]
                    via: sekisho
                    limits: { body: 10MB, connections: 5 }
                    timeouts: { idle: 1500ms }
                upstreams:
                  - { name: "on", targets: [ { address: "[::1]:80", weight: 0 }, { address: "a:1" } ] }
                  - { name: "1.0", targets: [ { address: "a:1" } ], pool: { queueTimeout: 0 }, dns: { refresh: 1h } }
                routes:
                  - name: "line\\u2028: é # \\U0001F600 [x]"
                    match:
                      path: [ "/a/{b}/*", "~^/x\\"\\\\\\\\" ]
                      headers: { X-A: "", X-B: "null", X-C: "~a", X-D: "*", X-E: "!*", X-F: " padded " }
                      encodedSeparators: true
                    priority: -3
                    policies: [ one, empty: {}, everything: { mode: fail-open, every: 250ms, nested: [ { text: t } ] } ]
                    to: { split: [ { upstream: "on" }, { upstream: "1.0", weight: 0 } ] }
                  - name: r
                    errors: { 502: { body: "" }, 503: { status: 500, contentType: text/plain, body: "a\\nb\\tc\\x07" } }
                    to: { respond: { headers: { A: "1" }, body: "" } }
                policies:
                  - { name: one, everything: { count: 9223372036854775807, sizes: 1KiB, headers: { a: b } }, for: { plans: p } }
                  - { for: { consumers: [ c ], groups: [ g ] }, empty: {} }
                  - everything: { key: "${env:PASSWORD}", expression: "a|b", nested: [ { text: x, share: 1e-3 } ] }
                consumers: [ { name: c, groups: g, plan: p } ]
                plans: [ { name: p, description: "two\\nlines" } ]
                stores: [ { name: s, kind: redis, url: "rediss://r:6380/2", username: u, password: "u:${file:/secrets/password}", ca: /ca.pem, timeout: 1s } ]
                telemetry: { accessLog: { file: /tmp/x, buffer: 1MiB }, metrics: false }
                """, dialect, writer);
    }

    private static void check(String text, YamlDialect dialect, YamlWriter writer) {
        Model model = compile(text, dialect);
        assertThat(compile(writer.write(model), dialect)).isEqualTo(model);
    }

    private static Model compile(String text, YamlDialect dialect) {
        Compilation compilation = dialect.compile(List.of(new Document("test", text)));
        assertThat(compilation.failed())
                .as("%s%n%s", compilation.diagnostics(), text)
                .isFalse();
        return compilation.model();
    }
}
