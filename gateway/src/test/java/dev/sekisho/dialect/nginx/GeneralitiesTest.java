package dev.sekisho.dialect.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneralitiesTest {

    private record NoFiles() implements ConfigFiles {
        @Override
        public Reading read(String path) {
            return new Content("");
        }

        @Override
        public List<String> glob(String pattern) {
            return List.of();
        }
    }

    private static List<Diagnostic> found(String text, String code) {
        Compilation compilation =
                new NginxDialect(new NoFiles(), true).compile(List.of(new Document("/etc/nginx/nginx.conf", text)));
        return compilation.diagnostics().stream()
                .filter(each -> each.code().equals(code))
                .toList();
    }

    @Test
    void whatIsNeverAsWithNginxIsToldOnceAtHttp() {
        String servers =
                "server { location / { return 200; } } server { server_name a; location / { proxy_pass http://127.0.0.1:1; } }";
        assertThat(found("events {}\nhttp { " + servers + " }\n", "nginx.general"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.at().line()).isEqualTo(2);
                    assertThat(each.message()).contains("Server", "%2F", "400", "normal form", "HTTP/1.1", "X-Accel-*");
                });
    }

    @Test
    void itIsNotToldWithoutHttp() {
        assertThat(found(
                        "events {}\nstream { server { listen 127.0.0.1:1; proxy_pass 127.0.0.1:2; } }\n",
                        "nginx.general"))
                .isEmpty();
    }

    @Test
    void whatMeansNothingOutsideHttpIsToldOnce() {
        assertThat(found(
                        "timer_resolution 1s;\nevents { use epoll; }\nhttp { server { return 200; } }\n",
                        "nginx.no-effect"))
                .extracting(each -> each.at().line())
                .containsExactly(1, 2);
    }
}
