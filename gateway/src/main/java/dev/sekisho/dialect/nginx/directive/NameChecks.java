package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Message;
import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.model.Origin;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of servers that share an address: each belongs to the first that has it. Other names are not looked at by nginx. */
final class NameChecks {

    private NameChecks() {}

    static void check(Scope http) {
        Set<String> taken = new HashSet<>();
        Set<String> once = new HashSet<>();
        Set<String> shared = new HashSet<>();
        for (Scope server : http.children()) {
            if (server.context() == Context.SERVER) {
                addresses(server).stream().filter(address -> !once.add(address)).forEach(shared::add);
            }
        }
        for (Scope server : http.children()) {
            if (server.context() == Context.SERVER) {
                List<String> addresses =
                        addresses(server).stream().filter(shared::contains).toList();
                server(server, addresses, taken);
            }
        }
    }

    private static List<String> addresses(Scope server) {
        return server.all("listen").isEmpty()
                ? List.of("0.0.0.0:80")
                : server.all("listen").stream()
                        .flatMap(listen -> ListenAddress.of(listen.arg(0)).addresses().stream())
                        .toList();
    }

    private static void server(Scope server, List<String> addresses, Set<String> taken) {
        for (Directive names : server.all("server_name")) {
            for (Word word : names.args()) {
                String name = word.text().toLowerCase(Locale.ROOT);
                if (!name.startsWith("~")) {
                    addresses.forEach(address -> name(server, name, address, word.at(), taken));
                }
            }
        }
        if (server.all("server_name").isEmpty()) {
            addresses.forEach(address -> name(server, "", address, Origin.NONE, taken));
        }
    }

    private static void name(Scope server, String name, String address, Origin at, Set<String> taken) {
        if (name.contains("..") || name.contains("*") && !isWildcard(name)) {
            String text = "invalid server name or wildcard \"" + name + "\" on " + address;
            server.messages().add(Message.emerg(text, Origin.NONE, at));
        } else if (keys(name).stream().anyMatch(key -> !taken.add(address + " " + key))) {
            String text = "conflicting server name \"" + name + "\" on " + address + ", ignored";
            server.messages().add(new Message(Message.Level.WARN, text, Origin.NONE, at));
        }
    }

    /** What a name takes: {@code .example.com} is two names in one. */
    private static List<String> keys(String name) {
        return name.startsWith(".") ? List.of(name.substring(1), "*" + name) : List.of(name);
    }

    private static boolean isWildcard(String name) {
        return name.indexOf('*') == name.lastIndexOf('*') && (name.startsWith("*.") || name.endsWith(".*"));
    }
}
