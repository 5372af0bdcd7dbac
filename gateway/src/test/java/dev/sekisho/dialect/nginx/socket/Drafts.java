package dev.sekisho.dialect.nginx.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.Case;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.directive.ConfigCheck;
import dev.sekisho.dialect.nginx.draft.Parts;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.text.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Translations of texts that nginx would take. */
public final class Drafts {

    private Drafts() {}

    /** The translation of a configuration; files stand in its folder. */
    public static Translation of(String text, Map<String, String> files) {
        Map<String, String> all = new HashMap<>(files);
        all.put("nginx.conf", text);
        ConfigTree tree = Case.tree(all);
        assertThat(ConfigCheck.check(tree).error()).isEmpty();
        NginxConfig config = ConfigReader.read(tree);
        Report report = new Report();
        return new Translation(
                config, new Case.Memory(all), Case.FOLDER, new Texts(config.http(), report), new Parts(), report);
    }

    /** Of what stands in {@code http}. */
    public static Translation http(String text) {
        return of("events {}\nhttp {\n" + text + "\n}\n", Map.of());
    }

    /** Of what stands in {@code stream}. */
    public static Translation stream(String text) {
        return of("events {}\nstream {\n" + text + "\n}\n", Map.of());
    }

    /** What was found, each as its code and message. */
    public static List<String> found(Translation in) {
        return in.report().found().stream().map(Drafts::line).toList();
    }

    private static String line(Diagnostic diagnostic) {
        return diagnostic.code() + " " + diagnostic.message();
    }
}
