package dev.sekisho.dialect.nginx.config;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Random servers and locations, the same for the same seed. */
public final class RandomServers {

    private static final List<String> SEGMENTS = List.of("a", "ab", "b", "abc", "c");
    private static final List<String> LABELS = List.of("a", "b", "www", "x");
    private static final List<String> REGEXES = List.of("a$", "^/a", "b/", "c", "^/(a|b)/", "B$", "^/ab?/?$");

    private final Random random;
    private int names;

    /** Those of a seed. */
    public RandomServers(long seed) {
        random = new Random(seed);
    }

    /** A server of this name with locations in locations, each of which answers with a name of its own or passes on. */
    public String server(String name) {
        StringBuilder text = new StringBuilder("server { listen 127.0.0.1:PORT; server_name ")
                .append(name)
                .append(";\n");
        locations("", 0, text);
        return text.append("}\n").toString();
    }

    /** A path that may lead to one of the locations. */
    public String path() {
        return path(1 + random.nextInt(4)) + (random.nextBoolean() ? "/" : "");
    }

    /** Names for a server, none of them taken before. */
    public String names(Set<String> taken) {
        return serverNames(taken);
    }

    /** A host that one of the names may be for. */
    public String host() {
        return host(1 + random.nextInt(4));
    }

    /** Locations below a prefix, some with locations in them. */
    private void locations(String prefix, int depth, StringBuilder text) {
        Set<String> taken = new HashSet<>();
        for (int left = 2 + random.nextInt(4); left > 0; left--) {
            String path = prefix
                    + path(1 + random.nextInt(2)).substring(prefix.endsWith("/") ? 1 : 0)
                    + (random.nextBoolean() ? "/" : "");
            int kind = random.nextInt(7);
            String name = "n" + names++;
            if (kind < 2) {
                String regex = REGEXES.get(random.nextInt(REGEXES.size()));
                location((kind == 0 ? "~ " : "~* ") + regex, name, "", depth == 0 ? 2 : 9, text);
            } else if (kind == 2 && taken.add("= " + path)) {
                location("= " + path, name, "", 9, text);
            } else if (kind > 2 && taken.add(path)) {
                boolean only = kind == 3;
                location((only ? "^~ " : "") + path, name, path, depth, text);
            }
        }
    }

    private void location(String head, String name, String path, int depth, StringBuilder text) {
        text.append("location ").append(head).append(" {\n");
        boolean passed = !path.isEmpty() && random.nextInt(3) == 0;
        text.append(passed ? "proxy_pass http://127.0.0.1:1;\n" : "return 200 " + name + ";\n");
        if (depth < 2 && !path.isEmpty() && random.nextInt(2) == 0) {
            locations(path, depth + 1, text);
        }
        text.append("}\n");
    }

    private String path(int segments) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < segments; i++) {
            path.append('/').append(SEGMENTS.get(random.nextInt(SEGMENTS.size())));
        }
        return path.toString();
    }

    private String serverNames(Set<String> taken) {
        StringBuilder text = new StringBuilder();
        for (int left = 1 + random.nextInt(2); left > 0; left--) {
            String host = host(1 + random.nextInt(3));
            String name = switch (random.nextInt(6)) {
                case 0 -> "*." + host;
                case 1 -> "." + host;
                case 2 -> host + ".*";
                case 3 -> "~" + REGEXES.get(random.nextInt(REGEXES.size())).replace("/", "");
                default -> host;
            };
            boolean fresh = taken.add(name.startsWith(".") ? name.substring(1) : name)
                    & taken.add(name.startsWith("*.") ? name.substring(1) : name);
            if (name.startsWith("~") || fresh) {
                text.append(' ').append(name);
            }
        }
        return text.isEmpty() ? " unique" + names++ : text.toString();
    }

    private String host(int labels) {
        StringBuilder host = new StringBuilder(LABELS.get(random.nextInt(LABELS.size())));
        for (int i = 1; i < labels; i++) {
            host.append('.').append(LABELS.get(random.nextInt(LABELS.size())));
        }
        return host.toString();
    }
}
