package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Message;
import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.model.Origin;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of servers that listen on the same address: each belongs to the first that has it. */
final class NameChecks {

    private NameChecks() {}

    static void check(Scope http) {
        Set<String> taken = new HashSet<>();
        for (Scope server : http.children()) {
            if (server.context() == Context.SERVER) {
                server(server, taken);
            }
        }
    }

    private static void server(Scope server, Set<String> taken) {
        List<String> addresses = server.all("listen").isEmpty()
                ? List.of("0.0.0.0:80")
                : server.all("listen").stream()
                        .flatMap(listen -> ListenAddress.of(listen.arg(0)).addresses().stream())
                        .toList();
        Set<String> own = new HashSet<>();
        for (Directive names : server.all("server_name")) {
            for (Word word : names.args()) {
                String name = word.text().toLowerCase(Locale.ROOT);
                if (!name.startsWith("~") && own.add(name)) {
                    addresses.forEach(address -> name(server, name, address, word.at(), taken));
                }
            }
        }
        if (own.isEmpty() && server.all("server_name").isEmpty()) {
            addresses.forEach(address -> name(server, "", address, Origin.NONE, taken));
        }
    }

    private static void name(Scope server, String name, String address, Origin at, Set<String> taken) {
        boolean head = name.startsWith("*.") || name.startsWith(".");
        boolean tail = name.endsWith(".*");
        if (name.contains("*") && !isWildcard(name)) {
            String text = "invalid server name or wildcard \"" + name + "\" on " + address;
            server.messages().add(Message.emerg(text, Origin.NONE, at));
        } else if (!taken.add(address + " " + name) && !head && !tail) {
            String text = "conflicting server name \"" + name + "\" on " + address + ", ignored";
            server.messages().add(new Message(Message.Level.WARN, text, Origin.NONE, at));
        } else if (head || tail) {
            wildcard(server, name, address, at, taken);
        }
    }

    private static boolean isWildcard(String name) {
        boolean once = name.indexOf('*') == name.lastIndexOf('*') && !name.contains("..");
        return once && (name.startsWith("*.") || name.endsWith(".*"));
    }

    private static void wildcard(Scope server, String name, String address, Origin at, Set<String> taken) {
        String key = address + " wildcard " + (name.startsWith(".") ? "*" + name : name);
        if (!taken.add(key)) {
            String text = "conflicting server name \"" + name + "\" on " + address + ", ignored";
            server.messages().add(new Message(Message.Level.WARN, text, Origin.NONE, at));
        }
    }
}
