package dev.sekisho.dialect.nginx.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.Case;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.directive.ConfigCheck;
import dev.sekisho.dialect.nginx.draft.Parts;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.text.Texts;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What aspects of fields add to the routes of the locations of a configuration. */
final class Drafted {

    private final RouteDraft route = new RouteDraft();
    private final Report report = new Report();

    /** The location that answers a path, in an http block with this text. */
    static Drafted http(String text, String... paths) {
        ConfigTree tree = Case.tree("events {}\nhttp {\n" + text + "\n}\n");
        assertThat(ConfigCheck.check(tree).error()).isEmpty();
        NginxConfig config = ConfigReader.read(tree);
        Server server = config.http().servers().servers().getFirst();
        Drafted last = new Drafted();
        Translation in = new Translation(
                config,
                new Case.Memory(Map.of()),
                Case.FOLDER,
                new Texts(config.http(), last.report),
                new Parts(),
                last.report);
        var aspects = FieldAspects.of(in);
        for (int i = 0; i < paths.length; i++) {
            Location location = server.locations().find(paths[i]).location().orElseThrow();
            Place place = new Place(
                    in,
                    server,
                    Optional.of(location),
                    location.settings(),
                    "route",
                    location.directive().at());
            RouteDraft draft = i + 1 == paths.length ? last.route : new RouteDraft();
            aspects.forEach(aspect -> aspect.apply(place, draft));
        }
        return last;
    }

    /** The location for every path that passes on, with these directives. */
    static Drafted passed(String directives) {
        return http("server { location / { proxy_pass http://127.0.0.1:8080; " + directives + " } }", "/");
    }

    /** The location for every path that answers with files, with these directives. */
    static Drafted files(String directives) {
        return http("server { location / { " + directives + " } }", "/");
    }

    /** The settings of the policy of that type, which can be made. */
    <C extends Record> C policy(String type, Class<C> settings) {
        return find(type, settings).orElseThrow();
    }

    <C extends Record> Optional<C> find(String type, Class<C> settings) {
        return route.policies().stream()
                .map(use -> ((PolicyUse.Inline) use).spec())
                .filter(spec -> spec.type().equals(type))
                .map(spec -> {
                    assertThat(Policies.create(spec, PolicyContext.OFFLINE)).isNotNull();
                    return settings.cast(spec.config());
                })
                .findFirst();
    }

    String host() {
        return route.host();
    }

    /** Everything that was told, a line each: code, then message. */
    List<String> told() {
        return report.found().stream().map(Drafted::line).toList();
    }

    /** What was told of this directive alone. */
    List<String> told(String directive) {
        return told().stream().filter(line -> line.contains(directive)).toList();
    }

    private static String line(Diagnostic found) {
        return found.code() + ": " + found.message();
    }
}
