package dev.sekisho.cli.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.process.ProcessSettings;
import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.model.ClientLimits;
import dev.sekisho.model.Listener;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NginxSourceTest {

    private static final String SERVER =
            "http { server { listen 127.0.0.1:8080; location / { return 200 ok; } server_name a; } }\n";

    private record OneFile(String text) implements ConfigFiles {
        @Override
        public Reading read(String path) {
            return new Content(text);
        }

        @Override
        public List<String> glob(String pattern) {
            return List.of();
        }
    }

    private static NginxSource.Loaded load(String text, String globals) {
        return new NginxSource(new OneFile(text), "/etc/nginx/nginx.conf", "/etc/nginx/", globals).load();
    }

    @Test
    void theFirstErrorOfNginxEndsIt() {
        NginxSource.Loaded loaded = load("events {}\nuser;\nsendfil on;\n", "");

        assertThat(loaded.failed()).isTrue();
        assertThat(loaded.lines())
                .hasToString("[[emerg] invalid number of arguments in \"user\" directive in /etc/nginx/nginx.conf:2]");
    }

    @Test
    void globalsCountFirst() {
        NginxSource.Loaded loaded = load("events {}\n" + SERVER, "worker_processes 3;");

        assertThat(loaded.failed()).as("%s", loaded.lines()).isFalse();
        assertThat(Connections.loops(loaded.settings().orElseThrow())).isEqualTo(3);
        assertThat(load("events {}", "worker_processes many;").lines())
                .hasToString("[[emerg] \"worker_processes\" directive invalid value in command line]");
    }

    @Test
    void connectionsOfAllWorkersAreTheLimitOfAListener() {
        NginxSource.Loaded loaded = load("worker_processes 2; events { worker_connections 300; }\n" + SERVER, "");

        assertThat(loaded.compilation().model().listeners())
                .extracting(Listener::limits)
                .extracting(ClientLimits::connections)
                .containsExactly(600);
    }

    @Test
    void whatMeansNothingHereIsTold() {
        NginxSource.Loaded loaded = load("events { use epoll; }\n" + SERVER, "");

        assertThat(loaded.failed()).isFalse();
        assertThat(loaded.lines())
                .anySatisfy(line -> assertThat(line.toString())
                        .startsWith("[info] use epoll; ")
                        .endsWith(" (nginx.no-effect) in /etc/nginx/nginx.conf:1"));
    }

    private static ProcessSettings settings(String main) {
        return load(main + " events {}\n" + SERVER, "").settings().orElseThrow();
    }

    @Test
    void aUserIsToldToBeOfNoUse() {
        Machine root = new Machine(true, OptionalLong.empty());
        assertThat(root.findings(settings("user www-data;")))
                .singleElement()
                .satisfies(line -> assertThat(line.text())
                        .contains("stays root", "User=www-data", "CAP_NET_BIND_SERVICE")
                        .endsWith(" in /etc/nginx/nginx.conf:1"));
        assertThat(root.findings(settings("")))
                .singleElement()
                .satisfies(line -> assertThat(line.text()).contains("\"nobody\""));

        Machine other = new Machine(false, OptionalLong.empty());
        assertThat(other.findings(settings(""))).isEmpty();
        assertThat(other.findings(settings("user www-data;")))
                .hasToString("[[warn] the \"user\" directive makes sense only if the master process runs with "
                        + "super-user privileges, ignored in /etc/nginx/nginx.conf:1]");
    }

    @Test
    void moreFilesThanTheSystemAllowsAreTold() {
        Machine machine = new Machine(false, OptionalLong.of(1024));
        assertThat(machine.findings(settings("worker_rlimit_nofile 1024;"))).isEmpty();
        assertThat(machine.findings(settings("worker_rlimit_nofile 1025;")))
                .singleElement()
                .satisfies(line -> assertThat(line.text()).contains("LimitNOFILE=1025"));
    }

    @Test
    void thisMachineIsKnown() {
        assertThat(Machine.current().descriptors().orElse(1)).isPositive();
        assertThat(Machine.current().isRoot()).isEqualTo("root".equals(System.getProperty("user.name")));
    }
}
