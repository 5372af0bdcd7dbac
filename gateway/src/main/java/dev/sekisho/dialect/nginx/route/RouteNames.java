package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.ServerName;
import java.util.HashSet;
import java.util.Set;

/** Names of routes, each given once. Belongs to one translation. */
final class RouteNames {

    private static final int LONGEST = 160;

    private final Set<String> taken = new HashSet<>();

    /** The name itself, or with {@code ~2}, {@code ~3} and so on where it is taken. */
    String unique(String wanted) {
        String plain = wanted.replaceAll("\\p{Cntrl}", "?");
        String name = plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
        String found = name;
        for (int i = 2; !taken.add(found); i++) {
            found = name + "~" + i;
        }
        return found;
    }

    /** What a server is called: by its first name, or by where it listens. */
    static String of(Server server) {
        return server.names().stream()
                .filter(name -> !name.text().isEmpty() && !name.text().equals("_"))
                .findFirst()
                .map(RouteNames::written)
                .orElseGet(() -> server.listens().getFirst().directive().arg(0));
    }

    private static String written(ServerName name) {
        return switch (name.kind()) {
            case EXACT -> name.text();
            case LEADING_WILDCARD -> "*" + name.text();
            case DOMAIN -> name.text().substring(1);
            case TRAILING_WILDCARD -> name.text() + "*";
            case REGEX -> "~" + name.text();
        };
    }
}
