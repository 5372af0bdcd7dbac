package dev.sekisho.dataplane.router;

import static dev.sekisho.dataplane.router.Fixtures.get;
import static dev.sekisho.dataplane.router.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.router.Explanation.Cause;
import dev.sekisho.dataplane.router.Fixtures.Routes;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    @Test
    void saysForEveryRouteWhatDecides() {
        Routes routes = new Routes()
                .route("host api.test", "path /users/{id}", "priority 5", "method GET")
                .route("host api.test", "path /users/{id}", "priority 5", "method GET")
                .route("host api.test", "path /users/{name}", "method GET")
                .route("host api.test", "path /users/{id}", "priority 7")
                .route("host api.test", "path /users/*", "path /u")
                .route("host *.test", "path /users/7")
                .route("path /users/7")
                .route("host api.test", "path /users/7", "header X-Version: 2")
                .route("path /users/me", "path /b", "path /c", "path /d")
                .route("host other.test", "path /users/7")
                .route("host other.test", "path /orders");
        assertThat(routes.build().explain(get("api.test", "/users/7")).text()).isEqualTo("""
                        GET api.test/users/7
                          wins:  r0 (routes.yaml:1:5): host api.test, template /users/{id}, 1 condition, priority 5
                          loses: r1 (routes.yaml:2:5): same specificity and priority, later in the file
                          loses: r2 (routes.yaml:3:5): same specificity, lower priority: 0 against 5
                          loses: r3 (routes.yaml:4:5): less specific: 0 conditions against 1
                          loses: r4 (routes.yaml:5:5): less specific: prefix /users/* loses against template /users/{id}
                          loses: r5 (routes.yaml:6:5): less specific: host *.test loses against host api.test
                          loses: r6 (routes.yaml:7:5): less specific: any host loses against host api.test
                          loses: r7 (routes.yaml:8:5): header X-Version does not fit
                          loses: r8 (routes.yaml:9:5): path /users/7 fits none of /users/me, /b, /c and 1 more
                          loses: r9 (routes.yaml:10:5): host api.test fits none of other.test
                          loses: r10 (routes.yaml:11:5): host api.test fits none of other.test, nor does the path fit
                        """);
    }

    @Test
    void saysWhyNoRouteFits() {
        Routes routes = new Routes().route("path /a", "method POST").route("path /b", "cookie c: 1");
        assertThat(routes.build().explain(request("GET", "", "/a", "")).text()).isEqualTo("""
                        GET /a
                          no route fits
                          loses: r0 (routes.yaml:1:5): method does not fit
                          loses: r1 (routes.yaml:2:5): path /a fits none of /b
                        """);
    }

    @Test
    void namesTheNearestOfManyAndCountsTheRest() {
        Routes routes = new Routes();
        for (int i = 0; i < 20_000; i++) {
            routes.route("host h" + i % 100 + ".test", "path /service-" + i / 100 + "/*");
        }
        routes.route("path /service-7/*");
        Explanation explanation = routes.build().explain(get("h3.test", "/service-7/x"), 5);
        assertThat(explanation.answer().name()).isEqualTo("r703");
        assertThat(explanation.losers())
                .hasSize(5)
                .extracting(Explanation.Loser::cause)
                .startsWith(Cause.LESS_SPECIFIC_HOST, Cause.PATH);
        assertThat(explanation.rest()).isEqualTo(19_995);
        assertThat(explanation.text()).endsWith("  and 19,995 routes farther off\n");
    }
}
