package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Directives of caches of responses. */
final class CacheChecks {

    private static final int SMALLEST_ZONE = 8192; // two pages

    private CacheChecks() {}

    static void addTo(Map<String, Check> checks) {
        for (String protocol : List.of("proxy", "fastcgi", "uwsgi", "scgi")) {
            checks.put(protocol + "_cache", ((Check) CacheChecks::cache).once());
            checks.put(
                    protocol + "_cache_key",
                    ((Check) (directive, scope) -> scope.value(directive.args().getFirst())).once());
            checks.put(protocol + "_cache_path", CacheChecks::path);
            checks.put(protocol + "_cache_valid", CacheChecks::valid);
        }
    }

    private static void cache(Directive directive, Scope scope) throws Refusal {
        Word zone = directive.args().getFirst();
        if (zone.text().equals("off")) {
            return;
        }
        String store = directive.name().replace("_cache", "_store");
        if (scope.first(store).filter(other -> !other.arg(0).equals("off")).isPresent()) {
            throw Refusal.own(directive, "is incompatible with \"" + store + "\"");
        }
        if (scope.value(zone).isConstant()) {
            scope.registry().zone(zone.text(), new Registry.Zone(use(directive), 0, "", zone.at()), zone.at());
        }
    }

    /** Caches of each protocol are a use of their own. */
    static String use(Directive directive) {
        return directive.name().substring(0, directive.name().indexOf('_')) + "_cache";
    }

    private static void path(Directive directive, Scope scope) throws Refusal {
        Word keys = directive.args().getFirst();
        long size = 0;
        String name = "";
        for (Word word : directive.args().subList(1, directive.args().size())) {
            String text = word.text();
            if (text.startsWith("keys_zone=")) {
                keys = word;
                int colon = text.lastIndexOf(':');
                name = colon < 10 ? "" : text.substring(10, colon);
                OptionalLong bytes = colon < 10 ? OptionalLong.empty() : Values.size(text.substring(colon + 1));
                size = bytes.orElseThrow(() -> Refusal.of("invalid keys zone size", word));
                if (size < SMALLEST_ZONE) {
                    throw new Refusal("keys zone \"" + text + "\" is too small", word.at());
                }
            } else {
                parameter(word);
            }
        }
        if (name.isEmpty()) {
            throw new Refusal("\"" + directive.name() + "\" must have \"keys_zone\" parameter", directive.at());
        }
        boolean known = Optional.ofNullable(scope.registry().zones().get(name))
                .filter(zone -> zone.size() > 0)
                .isPresent();
        scope.registry().zone(name, new Registry.Zone(use(directive), size, "", keys.at()), keys.at());
        if (known) {
            throw new Refusal("duplicate zone \"" + name + "\"", keys.at());
        }
    }

    private static void parameter(Word word) throws Refusal {
        String text = word.text();
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        String value = text.substring(equals + 1);
        switch (name) {
            case "levels" -> check(isLevels(value), "invalid \"levels\" \"" + text + "\"", word);
            case "use_temp_path" ->
                check(
                        value.equals("on") || value.equals("off"),
                        "invalid use_temp_path value \"" + text + "\", it must be \"on\" or \"off\"",
                        word);
            case "inactive" ->
                check(Values.seconds(value).isPresent(), "invalid inactive value \"" + text + "\"", word);
            case "max_size", "min_free" ->
                check(Values.offset(value).isPresent(), "invalid " + name + " value \"" + text + "\"", word);
            case "loader_files", "manager_files", "purger_files" ->
                check(Values.number(value).isPresent(), "invalid " + name + " value \"" + text + "\"", word);
            case "loader_sleep", "loader_threshold", "manager_sleep", "manager_threshold" ->
                check(Values.milliseconds(value).isPresent(), "invalid " + name + " value \"" + text + "\"", word);
            case "purger", "purger_sleep", "purger_threshold" -> {} // of NGINX Plus
            default -> throw Refusal.of("invalid parameter", word);
        }
    }

    private static boolean isLevels(String value) {
        String[] levels = value.split(":", -1);
        return levels.length <= 3 && Set.of("1", "2").containsAll(List.of(levels));
    }

    private static void check(boolean valid, String message, Word word) throws Refusal {
        if (!valid) {
            throw new Refusal(message, word.at());
        }
    }

    private static void valid(Directive directive, Scope scope) throws Refusal {
        Word time = directive.args().getLast();
        check(Values.seconds(time.text()).isPresent(), "invalid time value \"" + time.text() + "\"", time);
        for (Word status : directive.args().subList(0, directive.args().size() - 1)) {
            long code = Values.number(status.text()).orElse(0);
            check(
                    status.text().equals("any") || code >= 100 && code <= 599,
                    "invalid status \"" + status.text() + "\"",
                    status);
        }
    }
}
