package dev.sekisho.dialect.nginx.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.Case;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.directive.ConfigCheck;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.text.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The translation of what stands in {@code http}, which nginx would take, and the places of its first server. */
public final class Drafts {

    private final Translation in;

    private Drafts(Translation in) {
        this.in = in;
    }

    /** Of a text alone. */
    public static Drafts http(String text) {
        return http(text, Map.of());
    }

    /** With further files by their names beside it. */
    public static Drafts http(String text, Map<String, String> files) {
        Map<String, String> all = new HashMap<>(files);
        all.put("nginx.conf", "events {}\nhttp {\n" + text + "\n}\n");
        ConfigTree tree = Case.tree(all);
        assertThat(ConfigCheck.check(tree).error()).isEmpty();
        NginxConfig config = ConfigReader.read(tree);
        Report report = new Report();
        Texts texts = new Texts(config.http(), report);
        return new Drafts(new Translation(config, new Case.Memory(all), Case.FOLDER, texts, new Parts(), report));
    }

    /** The translation. */
    public Translation in() {
        return in;
    }

    /** A location of the first server, by its number. */
    public Place place(int number) {
        Server server = in.config().http().servers().servers().getFirst();
        Location location = server.locations().locations().get(number);
        return new Place(
                in,
                server,
                Optional.of(location),
                location.settings(),
                "route-" + number,
                location.directive().at());
    }

    /** Codes of all findings, each with the line that it is about. */
    public List<String> codes() {
        return in.report().found().stream()
                .map(found ->
                        found.code().replace("nginx.", "") + " " + found.at().line())
                .toList();
    }

    /** The messages of all findings of this code. */
    public List<String> messages(String code) {
        return in.report().found().stream()
                .filter(found -> found.code().equals("nginx." + code))
                .map(Diagnostic::message)
                .toList();
    }
}
