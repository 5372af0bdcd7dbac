package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What fields and balancing make of who sends a request. */
class PrincipalUseTest {

    private static String consumers(int count) {
        StringBuilder text = new StringBuilder("plans: [ { name: gold } ]\nconsumers:\n");
        for (int i = 0; i < count; i++) {
            text.append("  - { name: c%d, plan: gold, groups: [ b, a ], keys: [ { key: key-%d } ] }\n".formatted(i, i));
        }
        return text.toString();
    }

    @Test
    void theServiceAndTheClientAreToldByPlaceholders() throws IOException {
        String policies = "key-auth: { anonymous: c1 },"
                + " request-headers: { set: { X-Who: \"{consumer}/{plan}/{groups}/{authMethod}/{credential}\" } },"
                + " response-headers: { set: { X-You: \"{consumer}\" } }";
        try (RawUpstream upstream = RawUpstream.echo();
                TestGateway gateway = TestGateway.start(Yaml.listener("")
                        + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                        + Yaml.routes("name: all, match: { path: /* }, policies: [ " + policies + " ], to: service")
                        + consumers(2));
                RawClient client = gateway.connect()) {
            Message known = client.get("/", "X-API-Key: key-0", "X-Who: root", "x-who: root");
            assertThat(known.text())
                    .contains("X-Who: c0/gold/a,b/key-auth/c0/1\r\n")
                    .doesNotContain("root");
            assertThat(known.field("X-You")).contains("c0");
            assertThat(client.get("/").text()).contains("X-Who: c1/gold/a,b/anonymous/\r\n");
            Message refused = client.get("/", "X-API-Key: wrong");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.field("X-You")).as("nobody is known").contains("");
        }
    }

    @Test
    void aConsumerStaysAtItsTargetFromWhereverItAsks() throws IOException {
        try (RawUpstream a = RawUpstream.answering(request -> RawUpstream.ok("a"));
                RawUpstream b = RawUpstream.answering(request -> RawUpstream.ok("b"));
                TestGateway gateway = TestGateway.start(Yaml.listener("trustedProxies: [ 127.0.0.0/8 ]")
                        + Yaml.upstreams(Yaml.upstream(
                                "service", "balance: { algorithm: maglev, hash: { consumer: true } }", a, b))
                        + Yaml.routes("name: all, match: { path: /* }, policies: [ key-auth: {} ], to: service")
                        + consumers(16))) {
            Set<String> used = new HashSet<>();
            for (int i = 0; i < 16; i++) {
                Set<String> ofOne = new HashSet<>();
                for (int from = 1; from <= 4; from++) {
                    ofOne.add(gateway.get("/", "X-API-Key: key-" + i, "X-Forwarded-For: 192.0.2." + from)
                            .text());
                }
                assertThat(ofOne).as("targets of consumer " + i).hasSize(1);
                used.addAll(ofOne);
            }
            assertThat(used).containsExactlyInAnyOrder("a", "b");
        }
    }
}
