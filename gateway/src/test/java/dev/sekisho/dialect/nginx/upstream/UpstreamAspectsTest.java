package dev.sekisho.dialect.nginx.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.draft.Drafts;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.model.Retry;
import dev.sekisho.model.Retry.Cause;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamAspectsTest {

    private Drafts drafts = Drafts.http("");

    private RouteDraft route(String location) {
        drafts = Drafts.http("server { location / { " + location + " } }");
        Upstreams upstreams = new Upstreams(drafts.in());
        RouteDraft route = new RouteDraft();
        UpstreamAspects.of(drafts.in(), upstreams).forEach(aspect -> aspect.apply(drafts.place(0), route));
        return route;
    }

    private Retry retry(String location) {
        return route("proxy_pass http://10.0.0.1; " + location).retry().orElseThrow();
    }

    @Test
    void theTimeToReadIsTheRoutes() {
        assertThat(route("proxy_pass http://10.0.0.1;").timeouts().read()).contains(Duration.ofSeconds(60));
        RouteDraft own = route("proxy_pass http://10.0.0.1; proxy_read_timeout 90s;");
        assertThat(own.timeouts().read()).contains(Duration.ofSeconds(90));
        assertThat(own.timeouts().eventStream()).contains(Duration.ofSeconds(90));
        assertThat(route("grpc_pass 10.0.0.1:1; grpc_read_timeout 5m;")
                        .timeouts()
                        .read())
                .contains(Duration.ofMinutes(5));
    }

    @Test
    void byDefaultErrorsAndTimeoutsGoToTheNextServer() {
        Retry retry = retry("");
        assertThat(retry.on()).containsExactlyInAnyOrder(Cause.CONNECT_FAILURE, Cause.RESET, Cause.TIMEOUT);
        assertThat(retry.unsafe()).isFalse();
        assertThat(retry.targets()).contains(1_000_000);
        assertThat(retry.within()).isEmpty();
        assertThat(retry.backoff().kind()).isEqualTo(Retry.Backoff.Kind.IMMEDIATE);
        assertThat(retry.maxBody()).isEqualTo(new Size(1 << 20));
    }

    @Test
    void whatIsSaidCounts() {
        Retry retry = retry("proxy_next_upstream error timeout invalid_header non_idempotent http_502 http_404; "
                + "proxy_next_upstream_tries 2; proxy_next_upstream_timeout 5s; client_max_body_size 4k;");
        assertThat(retry.on())
                .containsExactlyInAnyOrder(
                        Cause.CONNECT_FAILURE, Cause.RESET, Cause.TIMEOUT, Cause.INVALID, Cause.STATUS);
        assertThat(retry.statuses()).containsExactly(new StatusPattern(502, 502), new StatusPattern(404, 404));
        assertThat(retry.unsafe()).isTrue();
        assertThat(retry.targets()).contains(2);
        assertThat(retry.within()).contains(Duration.ofSeconds(5));
        assertThat(retry.maxBody()).isEqualTo(new Size(4 << 10));
        assertThat(drafts.codes()).isEmpty();
    }

    @Test
    void offAsksOneServer() {
        for (String none : List.of("off", "non_idempotent", "error off")) {
            Retry retry = retry("proxy_next_upstream " + none + ";");
            assertThat(retry.attempts()).as(none).isZero();
            assertThat(retry.targets()).as(none).contains(1);
        }
    }

    @Test
    void aConnectionThatTakesTooLongIsAnError() {
        retry("proxy_next_upstream timeout;");
        assertThat(drafts.messages("differs")).hasSize(1);
    }

    @Test
    void otherProtocolsAreNotSpoken() {
        assertThat(route("fastcgi_pass 127.0.0.1:9000;").retry()).isEmpty();
        assertThat(drafts.messages("not-honoured")).singleElement().asString().contains("FastCGI is not spoken");
    }
}
