package dev.sekisho.dialect.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.Nginx;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The choice of servers and locations is nginx's: the same random configurations here and there, always the same ones. */
@Timeout(120)
class SelectionOracleTest {

    private static final int SERVERS = 60;
    private static final int PATHS = 25;
    private static final List<String> SEGMENTS = List.of("a", "ab", "b", "abc", "c");
    private static final List<String> LABELS = List.of("a", "b", "www", "x");
    private static final List<String> REGEXES = List.of("a$", "^/a", "b/", "c", "^/(a|b)/", "B$", "^/ab?/?$");

    @TempDir
    Path folder;

    private final Random random = new Random(20_407);
    private int names;

    @Test
    void locations() throws Exception {
        StringBuilder text = new StringBuilder(
                "server { listen 127.0.0.1:PORT; server_name backend;" + " location / { return 200 $arg_n; } }\n");
        for (int i = 0; i < SERVERS; i++) {
            text.append("server { listen 127.0.0.1:PORT; server_name s")
                    .append(i)
                    .append(";\n");
            locations("", 0, text);
            text.append("}\n");
        }
        int answers = 0;
        try (Nginx nginx = Nginx.start(folder, text.toString())) {
            NginxConfig config = Configs.http(text.toString().replace("PORT", "8080"));
            for (int i = 0; i < SERVERS; i++) {
                Server server = config.http().servers().servers().get(i + 1);
                for (int j = 0; j < PATHS; j++) {
                    String path = path(1 + random.nextInt(4)) + (random.nextBoolean() ? "/" : "");
                    Nginx.Answer answer = nginx.get("s" + i, path);
                    assertThat(chosen(server, path)).as("%s in %s", path, text).isEqualTo(told(answer));
                    answers += answer.status() == 200 ? 1 : 0;
                }
            }
        }
        assertThat(answers).as("or the paths say nothing").isGreaterThan(SERVERS * PATHS / 3);
    }

    private static String told(Nginx.Answer answer) {
        return switch (answer.status()) {
            case 200 -> answer.body();
            case 301 -> "redirect";
            case 502 -> "passed";
            default -> "none";
        };
    }

    private static String chosen(Server server, String path) {
        LocationTree.Choice choice = server.locations().find(path);
        if (choice.addSlash()) {
            return "redirect";
        }
        return choice.location()
                .map(location -> location.steps().isEmpty()
                        ? "passed"
                        : location.steps().getFirst().directive().arg(1))
                .orElse("none");
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

    @Test
    void servers() throws Exception {
        StringBuilder text = new StringBuilder();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            text.append("server { listen 127.0.0.1:PORT").append(i == 17 ? " default_server" : "");
            text.append("; server_name")
                    .append(serverNames(taken))
                    .append("; return 200 s")
                    .append(i)
                    .append("; }\n");
        }
        try (Nginx nginx = Nginx.start(folder, text.toString())) {
            ServerTable servers =
                    Configs.http(text.toString().replace("PORT", "8080")).http().servers();
            for (int i = 0; i < 400; i++) {
                String host = host(1 + random.nextInt(4));
                assertThat(servers.select("127.0.0.1", 8080, host)
                                .orElseThrow()
                                .steps()
                                .getFirst()
                                .directive()
                                .arg(1))
                        .as("%s in %s", host, text)
                        .isEqualTo(nginx.get(host, "/").body());
            }
        }
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
