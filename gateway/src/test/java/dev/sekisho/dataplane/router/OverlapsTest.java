package dev.sekisho.dataplane.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.router.Fixtures.Routes;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlapsTest {

    private static List<String> find(Routes routes) {
        return Overlaps.find(routes.entries).stream()
                .map(f -> f.kind() + " " + f.route() + " by " + f.other())
                .toList();
    }

    @Test
    void aRouteBehindOneThatFitsAllThatItFitsIsShadowed() {
        assertThat(find(new Routes()
                        .route("path /users/{id}")
                        .route("path /users/{name}")
                        .route("path /a", "method GET", "method PUT")
                        .route("path /a", "method GET")
                        .route("path /b", "header X: 1", "query q: 2")
                        .route("path /b", "header x: *", "query q: *", "priority 1")
                        .route("host c.test", "connect 1", "connect 2")
                        .route("host c.test", "connect 2")))
                .containsExactly("SHADOWED r1 by r0", "SHADOWED r3 by r2", "SHADOWED r4 by r5", "SHADOWED r7 by r6");
    }

    @Test
    void prefixesShadowRegularExpressionsAndRoutesWithoutPath() {
        assertThat(find(new Routes()
                        .route("path ~^/api/v[0-9]+")
                        .route("path /api/*")
                        .route("host a.test", "path ~x")
                        .route("host a.test", "path /*")
                        .route("host a.test", "method GET")
                        .route("path ~^/apx/")))
                .containsExactly("SHADOWED r0 by r1", "SHADOWED r2 by r3", "SHADOWED r4 by r3");
    }

    @Test
    void whatIsReachedIsNotCalledShadowed() {
        assertThat(find(new Routes()
                        .route("path /a/*")
                        .route("path /a/b")
                        .route("path /a/{x}")
                        .route("host a.test", "path /a/b")
                        .route("path /c", "method GET")
                        .route("path /c")
                        .route("path /d", "path /e")
                        .route("path /d", "path /f", "priority -1")
                        .route("path ~^/a?b/")
                        .route("path ~^/a/|^/z/")
                        .route("path /g", "header X: 1")
                        .route("path /g", "header X: 2")
                        .route("path /h", "client 10.0.0.0/8")
                        .route("path /h", "client 11.0.0.0/8")
                        .route("host b.test", "connect 1")
                        .route("host b.test", "connect 2")
                        .route("host b.test", "method GET")
                        .route("host b.test", "path /*")))
                .containsExactly("SHADOWED r16 by r17");
    }

    @Test
    void whatOnlyTheFileDecidesIsAmbiguous() {
        assertThat(find(new Routes()
                        .route("path /a", "header X: 1")
                        .route("path /a", "header Y: 1")
                        .route("path /b", "method GET", "method PUT")
                        .route("path /b", "method GET", "method POST")
                        .route("path /c", "path /d")
                        .route("path /c", "path /e")
                        .route("path /f", "client 10.0.0.0/8")
                        .route("path /f", "client 10.1.0.0/16", "client 11.0.0.0/8")))
                .containsExactly(
                        "AMBIGUOUS r1 by r0", "AMBIGUOUS r3 by r2", "AMBIGUOUS r5 by r4", "AMBIGUOUS r7 by r6");
    }

    @Test
    void namesBothPlaces() {
        Finding finding = Overlaps.find(new Routes().route("path /a").route("path /a").entries)
                .getFirst();
        assertThat(finding.at()).hasToString("routes.yaml:2:5");
        assertThat(finding.otherAt()).hasToString("routes.yaml:1:5");
        assertThat(finding.reason()).isEqualTo("every request that it fits goes to r0 or others");
    }
}
