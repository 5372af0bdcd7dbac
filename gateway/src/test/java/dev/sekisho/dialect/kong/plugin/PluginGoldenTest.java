package dev.sekisho.dialect.kong.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.kong.entity.Translated;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.dialect.yaml.YamlWriter;
import dev.sekisho.model.Model;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.Store;
import dev.sekisho.policy.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each file: plugins as they stand in Kong's files, a line {@code ----}, then what is told of them, and what they become in the native
 * language. What they become is read back and must be the
 * same, but for secrets.
 */
class PluginGoldenTest {

    private static final String LINE = "\n----\n";

    @TestFactory
    Stream<DynamicTest> files() throws IOException {
        try (Stream<Path> files = Files.list(Goldens.folder())) {
            List<Path> sorted =
                    files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
            return sorted.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)));
        }
    }

    private static void run(Path file) throws IOException {
        String content = Files.readString(file);
        int line = ("\n" + content).indexOf(LINE);
        String input = line < 0 ? content : content.substring(0, line);
        Goldens.check(file, input + "----\n" + outcome(input));
    }

    private static String outcome(String input) {
        KongPlugins plugins = KongPlugins.of(input);
        List<Translated> translated = plugins.translated();
        String told = translated.stream()
                .flatMap(each -> each.diagnostics().stream())
                .map(Diagnostic::toString)
                .map(text -> text + "\n")
                .collect(Collectors.joining());
        Model model = model(plugins, translated);
        if (model.policies().isEmpty()) {
            return told;
        }
        String written = new YamlWriter(Policies.configTypes()).write(model);
        if (!written.contains("[redacted]")) {
            readBack(written, model); // a secret that stood in the clear is not written
        }
        return told + written;
    }

    private static Model model(KongPlugins plugins, List<Translated> translated) {
        List<PolicySpec> policies =
                translated.stream().flatMap(each -> each.policies().stream()).toList();
        Set<Store> stores = new LinkedHashSet<>();
        translated.forEach(each -> stores.addAll(each.stores()));
        Model model = SettingsMaker.with(Model.EMPTY, "policies", policies);
        model = SettingsMaker.with(model, "stores", List.copyOf(stores));
        return SettingsMaker.with(model, "consumers", plugins.consumers());
    }

    private static void readBack(String written, Model model) {
        YamlDialect dialect = new YamlDialect(Policies.configTypes(), SecretSource.system());
        Compilation again = dialect.compile(List.of(new Document("native.yaml", written)));
        assertThat(again.model().policies()).isEqualTo(model.policies());
    }
}
