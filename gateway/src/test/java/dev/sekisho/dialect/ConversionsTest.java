package dev.sekisho.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dialect.kong.KongDialect;
import dev.sekisho.dialect.kong.plugin.Plugins;
import dev.sekisho.dialect.yaml.Golden;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Model;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.policy.Policies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever a dialect makes of a file can be written in the native language and read again. */
class ConversionsTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "DECK_HOST",
            "orders.internal",
            "DECK_RETRIES",
            "2",
            "KONG_KEY",
            "from-the-environment",
            "CREDENTIALS",
            "{\"password\": \"hunter2\"}",
            "TILL_SECRET",
            "0123456789abcdef0123456789abcdef");

    private static final SecretSource SECRETS = new SecretSource() {
        @Override
        public Optional<String> env(String name) {
            return Optional.ofNullable(ENVIRONMENT.get(name));
        }

        @Override
        public String file(String path) throws IOException {
            throw new IOException(path + " (expected: no files)");
        }
    };

    private static final KongDialect KONG = new KongDialect(new Plugins(Policies.configTypes()), SECRETS::env);

    private static Compilation compile(Dialect dialect, String text) {
        return dialect.compile(List.of(new Document("file", text)));
    }

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        try (Stream<Path> files = Files.walk(Golden.project().resolve("examples"))) {
            List<Path> sorted = files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .filter(file -> !file.endsWith("cases.yaml")) // no configuration
                    .sorted()
                    .toList();
            assertThat(sorted).hasSizeGreaterThan(30);
            return sorted.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        boolean kong = file.toString().contains("/kong/");
                        Dialect dialect = kong ? KONG : new YamlDialect(Policies.configTypes(), SECRETS);
                        Compilation read = compile(dialect, Files.readString(file));
                        assertThat(read.failed())
                                .as(read.diagnostics().toString())
                                .isFalse();
                        Conversions.assertLossless(read.model());
                    }));
        }
    }

    /** The golden files of Kong's language with its real plugins, where these are no error; in both forms of answers. */
    @TestFactory
    Stream<DynamicTest> filesOfKong() throws IOException {
        Path folder = Golden.project().resolve("gateway/src/test/resources/dialect/kong");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream()
                    .flatMap(file -> Stream.of(KONG, KONG.inFormOfProduct())
                            .map(dialect -> dialect.compile(documents(file)))
                            .filter(read -> !read.failed())
                            .map(read -> DynamicTest.dynamicTest(
                                    file.getFileName().toString(), () -> Conversions.assertLossless(read.model()))));
        }
    }

    private static List<Document> documents(Path file) {
        try {
            String text = ("\n" + Files.readString(file)).split("\n----\n", 2)[0].substring(1);
            return Stream.of(text.split("<FILE>\n", -1))
                    .map(each ->
                            new Document("file.yml", each.replace("<TAB>", "\t").replace("<BOM>", "\uFEFF")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kong's plugins of the golden files, each file as a configuration by itself. */
    @TestFactory
    Stream<DynamicTest> pluginsOfKong() throws IOException {
        Path folder = Golden.project().resolve("gateway/src/test/resources/dialect/kong/plugin");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
            assertThat(sorted).isNotEmpty();
            return sorted.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        String plugins = Files.readString(file).split("\n----\n", 2)[0];
                        List<PolicySpec> specs =
                                dev.sekisho.dialect.kong.plugin.KongPlugins.of(plugins).translated().stream()
                                        .flatMap(each -> each.policies().stream())
                                        .toList();
                        Model none = Model.EMPTY;
                        Conversions.assertLossless(new Model(
                                none.listeners(),
                                none.upstreams(),
                                none.routes(),
                                none.streams(),
                                specs,
                                none.consumers(),
                                none.plans(),
                                none.stores(),
                                none.variables(),
                                none.telemetry()));
                    }));
        }
    }

    /** The file that the product was asked for with; it stands beside the repository where there is one. */
    @Test
    void theSeedFileOfKong() throws IOException {
        Path seed = Golden.project().resolve("../shared/seed/kong.yml").normalize();
        Assumptions.assumeTrue(Files.exists(seed), seed + " is not there");
        for (Dialect dialect : List.of(KONG, KONG.inFormOfProduct())) {
            Compilation read = compile(dialect, Files.readString(seed));
            assertThat(read.failed()).as(read.diagnostics().toString()).isFalse();
            Conversions.assertLossless(read.model());
        }
    }

    /** What is lost is seen: here a secret whose reference leads nowhere else. */
    @Test
    void aModelThatDoesNotComeThroughFails() {
        Compilation read = compile(new YamlDialect(Policies.configTypes(), SECRETS), """
                listeners: [ { name: http, address: "127.0.0.1:0" } ]
                routes: [ { name: r, to: { respond: { status: 204 } } } ]
                """);
        Model model = read.model();
        Model unknown = new Model(
                model.listeners(),
                model.upstreams(),
                model.routes(),
                model.streams(),
                List.of(new PolicySpec(
                        Optional.of("none"),
                        "unheard-of",
                        new dev.sekisho.policy.requiretls.RequireTlsConfig(308, 443),
                        dev.sekisho.model.Origin.NONE)),
                model.consumers(),
                model.plans(),
                model.stores(),
                model.variables(),
                model.telemetry());
        assertThatThrownBy(() -> Conversions.assertLossless(unknown)).isInstanceOf(Throwable.class);
    }
}
