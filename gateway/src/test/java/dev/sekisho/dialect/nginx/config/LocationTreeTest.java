package dev.sekisho.dialect.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTreeTest {

    private static final LocationTree DOCUMENTED = Configs.server("""
            location = / { return 200 A; }
            location / { return 200 B; }
            location /documents/ { return 200 C; }
            location ^~ /images/ { return 200 D; }
            location ~* \\.(gif|jpg|jpeg)$ { return 200 E; }
            """).locations();

    private static String find(LocationTree tree, String path) {
        return tree.find(path)
                .location()
                .map(location -> location.steps().getFirst().directive().arg(1))
                .orElse("none");
    }

    /** The example of nginx's documentation of location. */
    @ParameterizedTest
    @CsvSource({"/,A", "/index.html,B", "/documents/document.html,C", "/images/1.gif,D", "/documents/1.JPG,E"})
    void theDocumentedExample(String path, String location) {
        assertThat(find(DOCUMENTED, path)).isEqualTo(location);
    }

    @Test
    void nestedLocationsAreSearchedInTheOneThatWon() {
        LocationTree tree = Configs.server("""
                location /a/ {
                    return 200 a;
                    location ~ x$ { return 200 ax; }
                    location /a/b/ { return 200 ab; location = /a/b/c { return 200 abc; } }
                }
                location ~ x$ { return 200 x; location ~ xx$ { return 200 xx; } }
                """).locations();
        assertThat(find(tree, "/a/q")).isEqualTo("a");
        assertThat(find(tree, "/a/x")).isEqualTo("ax");
        assertThat(find(tree, "/a/b/c")).isEqualTo("abc");
        assertThat(find(tree, "/a/b/x"))
                .as("expressions of the levels around, from the inside")
                .isEqualTo("ax");
        assertThat(find(tree, "/x")).isEqualTo("x");
        assertThat(find(tree, "/xx")).isEqualTo("xx");
        assertThat(find(tree, "/other")).isEqualTo("none");
    }

    @Test
    void aPassedPrefixWithASlashRedirectsThePathWithoutIt() {
        LocationTree tree = Configs.server("""
                location /a/ { proxy_pass http://127.0.0.1:1; }
                location /b/ { return 200 b; }
                location ~ a$ { return 200 r; }
                """).locations();
        assertThat(tree.find("/a").addSlash()).isTrue();
        assertThat(tree.find("/a/").addSlash()).isFalse();
        assertThat(tree.find("/b").addSlash()).isFalse();
        assertThat(find(tree, "/b")).isEqualTo("none");
    }

    @Test
    void namedLocationsAreFoundByNameOnly() {
        LocationTree tree = Configs.server("location @a { return 200 x; }").locations();
        assertThat(tree.named("@a")).isPresent();
        assertThat(tree.named("@b")).isEmpty();
        assertThat(tree.find("@a").location()).isEmpty();
    }
}
