package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.Nginx;
import dev.sekisho.dialect.nginx.config.RandomServers;
import dev.sekisho.model.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same random configurations in nginx and in a gateway: the same server and location answer, whatever is asked for. */
@Timeout(180)
class NginxSelectionTest {

    private static final int SERVERS = 60;
    private static final int PATHS = 25;

    @TempDir
    Path folder;

    private NginxGateway gateway(String http) throws Exception {
        String text = "events {}\nhttp {\naccess_log off;\n" + http.replace("PORT", "8080") + "}\n";
        Path file = Files.writeString(folder.resolve("sekisho.conf"), text);
        return NginxGateway.start(file, false, List.of(new Address("127.0.0.1", 0)), List.of(), Map.of());
    }

    private static Message get(NginxGateway gateway, String host, String path) throws IOException {
        try (RawClient client = RawClient.connect(gateway.gateway().addresses().getFirst())) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .read();
        }
    }

    @Test
    void locations() throws Exception {
        RandomServers random = new RandomServers(20_411);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < SERVERS; i++) {
            text.append(random.server("s" + i));
        }
        int answers = 0;
        try (Nginx nginx = Nginx.start(folder, text.toString());
                NginxGateway gateway = gateway(text.toString())) {
            for (int i = 0; i < SERVERS; i++) {
                for (int j = 0; j < PATHS; j++) {
                    String path = random.path();
                    Nginx.Answer theirs = nginx.get("s" + i, path);
                    Message ours = get(gateway, "s" + i, path);
                    assertThat(ours.status())
                            .as("s%s %s: %s in %s", i, path, theirs, text)
                            .isEqualTo(theirs.status());
                    if (theirs.status() == 200) {
                        assertThat(ours.text())
                                .as("s%s %s in %s", i, path, text)
                                .isEqualTo(theirs.body());
                        answers++;
                    }
                }
            }
        }
        assertThat(answers).as("or the paths say nothing").isGreaterThan(SERVERS * PATHS / 3);
    }

    @Test
    void servers() throws Exception {
        RandomServers random = new RandomServers(20_412);
        StringBuilder text = new StringBuilder();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            text.append("server { listen 127.0.0.1:PORT").append(i == 17 ? " default_server" : "");
            text.append("; server_name")
                    .append(random.names(taken))
                    .append("; location / { return 200 s")
                    .append(i)
                    .append("; } }\n");
        }
        try (Nginx nginx = Nginx.start(folder, text.toString());
                NginxGateway gateway = gateway(text.toString())) {
            for (int i = 0; i < 400; i++) {
                String host = random.host();
                assertThat(get(gateway, host, "/").text())
                        .as("%s in %s", host, text)
                        .isEqualTo(nginx.get(host, "/").body());
            }
        }
    }
}
