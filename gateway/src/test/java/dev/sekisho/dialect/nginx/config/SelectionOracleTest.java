package dev.sekisho.dialect.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.Nginx;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The choice of servers and locations is nginx's: the same random configurations here and there, always the same ones. */
@Timeout(120)
class SelectionOracleTest {

    private static final int SERVERS = 60;
    private static final int PATHS = 25;

    @TempDir
    Path folder;

    private final RandomServers random = new RandomServers(20_407);

    @Test
    void locations() throws Exception {
        StringBuilder text = new StringBuilder(
                "server { listen 127.0.0.1:PORT; server_name backend;" + " location / { return 200 $arg_n; } }\n");
        for (int i = 0; i < SERVERS; i++) {
            text.append(random.server("s" + i));
        }
        int answers = 0;
        try (Nginx nginx = Nginx.start(folder, text.toString())) {
            NginxConfig config = Configs.http(text.toString().replace("PORT", "8080"));
            for (int i = 0; i < SERVERS; i++) {
                Server server = config.http().servers().servers().get(i + 1);
                for (int j = 0; j < PATHS; j++) {
                    String path = random.path();
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

    @Test
    void servers() throws Exception {
        StringBuilder text = new StringBuilder();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            text.append("server { listen 127.0.0.1:PORT").append(i == 17 ? " default_server" : "");
            text.append("; server_name")
                    .append(random.names(taken))
                    .append("; return 200 s")
                    .append(i)
                    .append("; }\n");
        }
        try (Nginx nginx = Nginx.start(folder, text.toString())) {
            ServerTable servers =
                    Configs.http(text.toString().replace("PORT", "8080")).http().servers();
            for (int i = 0; i < 400; i++) {
                String host = random.host();
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
}
