package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.directive.Registry.Zone;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code limit_req}, {@code limit_conn} and their zones. */
final class LimitChecks {

    private static final int SMALLEST_ZONE = 32_768; // eight pages
    private static final int MOST_CONNECTIONS = 65_535;

    private LimitChecks() {}

    static void addTo(Map<String, Check> checks) {
        checks.put("limit_req_zone", LimitChecks::requestZone);
        checks.put("limit_conn_zone", LimitChecks::connectionZone);
        checks.put("limit_req", LimitChecks::requests);
        checks.put("limit_conn", LimitChecks::connections);
    }

    private static void requestZone(Directive directive, Scope scope) throws Refusal {
        zone(directive, scope, "limit_req");
    }

    private static void connectionZone(Directive directive, Scope scope) throws Refusal {
        zone(directive, scope, "limit_conn");
    }

    private static void zone(Directive directive, Scope scope, String use) throws Refusal {
        scope.value(directive.args().getFirst());
        String name = "";
        long size = 0;
        for (Word word : directive.args().subList(1, directive.args().size())) {
            String text = word.text();
            if (text.startsWith("zone=")) {
                int colon = text.indexOf(':');
                OptionalLong bytes = colon < 0 ? OptionalLong.empty() : Values.size(text.substring(colon + 1));
                size = bytes.orElseThrow(() -> Refusal.of("invalid zone size", word));
                name = text.substring(5, colon);
                if (size < SMALLEST_ZONE) {
                    throw new Refusal("zone \"" + text + "\" is too small", word.at());
                }
            } else if (text.startsWith("rate=") && use.equals("limit_req")) {
                rate(word);
            } else {
                throw Refusal.of("invalid parameter", word);
            }
        }
        if (name.isEmpty()) {
            throw new Refusal("\"" + directive.name() + "\" must have \"zone\" parameter", directive.at());
        }
        bind(directive, scope, name, new Zone(use, size, directive.arg(0), directive.at()));
    }

    private static void bind(Directive directive, Scope scope, String name, Zone zone) throws Refusal {
        Optional<Zone> before = Optional.ofNullable(scope.registry().zones().get(name));
        scope.registry().zone(name, zone, directive.at());
        if (before.filter(known -> known.size() > 0).isPresent()) {
            throw new Refusal(
                    directive.name() + " \"" + name + "\" is already bound to key \""
                            + before.get().key() + "\"",
                    directive.at());
        }
    }

    private static void rate(Word word) throws Refusal {
        String rate = word.text().substring(5);
        boolean unit = rate.endsWith("r/s") || rate.endsWith("r/m");
        String number = unit ? rate.substring(0, rate.length() - 3) : rate;
        if (Values.number(number).orElse(0) == 0) {
            throw Refusal.of("invalid rate", word);
        }
    }

    private static void requests(Directive directive, Scope scope) throws Refusal {
        String zone = "";
        for (Word word : directive.args()) {
            String text = word.text();
            if (text.startsWith("zone=")) {
                zone = text.substring(5);
                scope.registry().zone(zone, new Zone("limit_req", 0, "", word.at()), word.at());
            } else if (text.startsWith("burst=")) {
                if (Values.number(text.substring(6)).orElse(0) == 0) {
                    throw new Refusal("invalid burst value \"" + text + "\"", word.at());
                }
            } else if (text.startsWith("delay=")) {
                if (Values.number(text.substring(6)).orElse(0) == 0) {
                    throw new Refusal("invalid delay value \"" + text + "\"", word.at());
                }
            } else if (!text.equals("nodelay")) {
                throw Refusal.of("invalid parameter", word);
            }
        }
        if (zone.isEmpty()) {
            throw new Refusal("\"limit_req\" must have \"zone\" parameter", directive.at());
        }
        String parameter = "zone=" + zone;
        if (scope.all("limit_req").stream().anyMatch(other -> other.texts().contains(parameter))) {
            throw Refusal.own(directive, "is duplicate");
        }
    }

    private static void connections(Directive directive, Scope scope) throws Refusal {
        List<Word> words = directive.args();
        String zone = words.getFirst().text();
        scope.registry()
                .zone(
                        zone,
                        new Zone("limit_conn", 0, "", words.getFirst().at()),
                        words.getFirst().at());
        if (scope.all("limit_conn").stream().anyMatch(other -> other.arg(0).equals(zone))) {
            throw Refusal.own(directive, "is duplicate");
        }
        long number = Values.number(words.get(1).text()).orElse(0);
        if (number == 0) {
            throw Refusal.of("invalid number of connections", words.get(1));
        }
        if (number > MOST_CONNECTIONS) {
            throw new Refusal(
                    "connection limit must be less 65536", words.get(1).at());
        }
    }
}
