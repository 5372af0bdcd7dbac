package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.directive.Registry.Listening;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code listen} and {@code server_name}. */
final class ListenCheck {

    private static final Set<String> SWITCHES =
            Set.of("default_server", "default", "ssl", "http2", "proxy_protocol", "quic", "multipath");
    private static final Set<String> SOCKET_SWITCHES = Set.of("bind", "deferred", "reuseport");
    private static final List<String> SOCKET_VALUES =
            List.of("fastopen=", "backlog=", "rcvbuf=", "sndbuf=", "accept_filter=", "ipv6only=", "so_keepalive=");

    private ListenCheck() {}

    static void addTo(Map<String, Check> checks) {
        checks.put("listen", ListenCheck::listen);
        checks.put("server_name", ListenCheck::names);
    }

    private static void listen(Directive directive, Scope scope) throws Refusal {
        ListenAddress address = ListenAddress.of(directive.arg(0));
        if (!address.problem().isEmpty()) {
            throw new Refusal(
                    address.problem() + " in \"" + directive.arg(0) + "\" of the \"listen\" directive",
                    directive.args().getFirst().at());
        }
        boolean options = false;
        boolean defaulted = false;
        for (Word word : directive.args().subList(1, directive.args().size())) {
            options |= parameter(word);
            defaulted |= word.text().equals("default_server") || word.text().equals("default");
        }
        boolean secure = directive.texts().contains("ssl");
        for (String each : address.addresses()) {
            Listening listening = scope.registry().listening().computeIfAbsent(each, name -> new Listening());
            add(listening, each, scope, directive, options, defaulted);
            listening.secure |= secure;
        }
    }

    private static void add(
            Listening listening, String name, Scope server, Directive directive, boolean options, boolean defaulted)
            throws Refusal {
        if (!listening.servers.add(server)) {
            throw new Refusal("a duplicate listen " + name, directive.at());
        }
        if (options && listening.options) {
            throw new Refusal("duplicate listen options for " + name, directive.at());
        }
        if (defaulted && listening.defaulted) {
            throw new Refusal("a duplicate default server for " + name, directive.at());
        }
        listening.options |= options;
        listening.defaulted |= defaulted;
    }

    /** Whether it sets something of the socket. */
    static boolean parameter(Word word) throws Refusal {
        String text = word.text();
        if (SWITCHES.contains(text)) {
            return false;
        }
        if (SOCKET_SWITCHES.contains(text)) {
            return true;
        }
        for (String prefix : SOCKET_VALUES) {
            if (text.startsWith(prefix)) {
                value(prefix, text.substring(prefix.length()), word);
                return true;
            }
        }
        throw Refusal.of("invalid parameter", word);
    }

    private static void value(String prefix, String value, Word word) throws Refusal {
        boolean valid = switch (prefix) {
            case "backlog=" -> Values.number(value).orElse(0) != 0;
            case "fastopen=" -> Values.number(value).isPresent();
            case "rcvbuf=", "sndbuf=" -> Values.size(value).isPresent();
            case "ipv6only=" -> value.equals("on") || value.equals("off");
            case "so_keepalive=" -> isKeepalive(value);
            default -> true;
        };
        if (!valid) {
            throw switch (prefix) {
                case "ipv6only=" -> Refusal.of("invalid parameter", word);
                case "so_keepalive=" -> new Refusal("invalid so_keepalive value: \"" + value + "\"", word.at());
                default -> Refusal.of("invalid " + prefix.substring(0, prefix.length() - 1), word);
            };
        }
    }

    /** {@code on}, {@code off}, or up to three of idle time, interval and count, with colons between them. */
    private static boolean isKeepalive(String value) {
        if (value.equals("on") || value.equals("off")) {
            return true;
        }
        String[] parts = value.split(":", -1);
        boolean all = parts.length <= 3 && !value.replace(":", "").isEmpty();
        for (int i = 0; i < parts.length && all; i++) {
            all = parts[i].isEmpty() || (i < 2 ? Values.seconds(parts[i]) : Values.number(parts[i])).orElse(0) > 0;
        }
        return all;
    }

    private static void names(Directive directive, Scope scope) throws Refusal {
        for (Word word : directive.args()) {
            String name = word.text();
            if (name.startsWith("*") && (name.length() < 3 || name.charAt(1) != '.') || name.equals(".")) {
                throw new Refusal("server name \"" + name + "\" is invalid", word.at());
            }
            if (name.contains("/")) {
                scope.warn(directive, "server name \"" + name + "\" has suspicious symbols");
            }
            if (name.equals("~")) {
                throw Refusal.of("empty regex in server name", word);
            }
            if (name.startsWith("~")) {
                scope.regex(name.substring(1), name.chars().anyMatch(Character::isUpperCase), word.at());
            }
        }
    }
}
