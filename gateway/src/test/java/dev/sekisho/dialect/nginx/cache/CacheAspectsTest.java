package dev.sekisho.dialect.nginx.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.draft.Drafts;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.cache.Cache;
import dev.sekisho.policy.cache.CacheConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CacheAspectsTest {

    private static final String PATH = "proxy_cache_path /var/c keys_zone=one:1m;\n";

    private Drafts drafts = Drafts.http("");

    private Optional<CacheConfig> config(String http, String location) {
        drafts = Drafts.http(http + "server { location / { proxy_pass http://10.0.0.1:81; " + location + " } }");
        RouteDraft route = new RouteDraft();
        CacheAspects.of(drafts.in()).forEach(aspect -> aspect.apply(drafts.place(0), route));
        return route.policies().stream()
                .map(use -> (CacheConfig) ((PolicyUse.Inline) use).spec().config())
                .findFirst();
    }

    private CacheConfig cached(String location) {
        return config(PATH, "proxy_cache one; " + location).orElseThrow();
    }

    private CacheConfig.AsNginx mode(String location) {
        return cached(location).asNginx().orElseThrow();
    }

    @Test
    void noCacheWhereNoneIsNamed() {
        assertThat(config(PATH, "")).isEmpty();
        assertThat(config(PATH, "proxy_cache off;")).isEmpty();
        assertThat(drafts.codes()).isEmpty();
        assertThat(config(PATH, "proxy_cache $host;")).isEmpty();
        assertThat(drafts.messages("not-honoured")).hasSize(1);
    }

    @Test
    void whatIsWrittenMakesAPolicyThatWorks() {
        CacheConfig config = cached("proxy_cache_valid 10m; proxy_cache_bypass $cookie_nocache $arg_n; "
                + "proxy_no_cache $upstream_http_x_private; proxy_cache_key $host$request_uri;");
        assertThat(new Cache().describe(config))
                .startsWith("keeps responses as nginx under one:{host}{requestTarget};");
        assertThat(Cache.class).isNotNull();
        assertThat(new Cache().create(withoutDisk(config), PolicyContext.OFFLINE))
                .isNotNull();
    }

    private static CacheConfig withoutDisk(CacheConfig c) {
        return new CacheConfig(
                c.ttl(),
                c.heuristic(),
                c.methods(),
                c.key(),
                c.varyByHeaders(),
                c.bypass(),
                c.noStore(),
                c.clientDirectives(),
                c.ignore(),
                c.contentTypes(),
                c.cookies(),
                c.staleWhileRevalidate(),
                c.staleIfError(),
                c.coalesce(),
                c.fillRanges(),
                c.maxObject(),
                c.memory(),
                Optional.empty(),
                c.statusHeader(),
                c.showSurrogateKey(),
                c.asNginx());
    }

    @Test
    void theZoneTellsCachesApartAndThePlaceWhereNoKeyIsWritten() {
        assertThat(mode("proxy_cache_key $host;").key()).isEqualTo("one:{host}");
        assertThat(mode("").key()).startsWith("one:route-0:http://10.0.0.1:81{requestTarget} ");
    }

    @Test
    void theFirstTimeThatFitsAStatusCounts() {
        assertThat(cached("proxy_cache_valid 5m;").ttl())
                .isEqualTo(Map.of(
                        "200", Duration.ofMinutes(5), "301", Duration.ofMinutes(5), "302", Duration.ofMinutes(5)));
        assertThat(cached("proxy_cache_valid 404 0; proxy_cache_valid any 1m; proxy_cache_valid 200 1h;")
                        .ttl())
                .isEqualTo(Map.of("404", Duration.ZERO, "200-599", Duration.ofMinutes(1)));
    }

    @Test
    void staleResponsesAreServedInTheCasesThatAreNamed() {
        CacheConfig none = cached("");
        assertThat(none.staleIfError().period()).isZero();
        assertThat(none.staleWhileRevalidate()).isZero();
        CacheConfig some = cached("proxy_cache_use_stale error timeout invalid_header updating http_503 http_404; "
                + "proxy_cache_background_update on; proxy_cache_revalidate on;");
        assertThat(some.staleIfError().statuses())
                .containsExactly(new StatusPattern(503, 503), new StatusPattern(404, 404));
        assertThat(some.staleIfError().period()).isEqualTo(Duration.ofDays(30));
        assertThat(some.staleWhileRevalidate()).isEqualTo(Duration.ofDays(30));
        assertThat(some.asNginx().orElseThrow().background()).isTrue();
        assertThat(some.asNginx().orElseThrow().revalidate()).isTrue();
        assertThat(cached("proxy_cache_use_stale updating;").staleIfError().period())
                .isZero();
        cached("proxy_cache_use_stale http_500;");
        assertThat(drafts.messages("differs")).anyMatch(text -> text.contains("count as one"));
    }

    @Test
    void waitingForAnotherRequest() {
        assertThat(cached("").coalesce().enabled()).isFalse();
        CacheConfig.Coalesce lock =
                cached("proxy_cache_lock on; proxy_cache_lock_timeout 3s;").coalesce();
        assertThat(lock.enabled()).isTrue();
        assertThat(lock.timeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void fieldsThatDoNotCount() {
        assertThat(cached("proxy_ignore_headers Cache-Control Set-Cookie X-Accel-Expires X-Accel-Buffering;")
                        .ignore())
                .isEqualTo(List.of("Cache-Control", "Set-Cookie", "X-Accel-Expires"));
    }

    @Test
    void theFolderIsBelowThatOfNginx() {
        CacheConfig config = config(
                        "proxy_cache_path c/ levels=1:2 keys_zone=one:1m max_size=2g inactive=1h use_temp_path=off;\n",
                        "proxy_cache one;")
                .orElseThrow();
        assertThat(config.disk().orElseThrow())
                .isEqualTo(new CacheConfig.Disk("/conf/c/sekisho", new Size(2L << 30), Duration.ofHours(1)));
        assertThat(drafts.messages("no-effect")).singleElement().asString().contains("levels=1:2 use_temp_path=off");
    }

    @Test
    void whatIsNotDoneIsTold() {
        cached("proxy_cache_methods GET POST; proxy_cache_purge $arg_p; slice 1m; proxy_cache_lock_age 9s;");
        assertThat(drafts.messages("not-honoured")).hasSize(3);
        assertThat(drafts.messages("differs")).anyMatch(text -> text.startsWith("proxy_cache_lock_age 9s;"));
    }

    @Test
    void gRpcHasNoCache() {
        drafts = Drafts.http(PATH + "server { location / { grpc_pass 10.0.0.1:81; proxy_cache one; } }");
        RouteDraft route = new RouteDraft();
        CacheAspects.of(drafts.in()).forEach(aspect -> aspect.apply(drafts.place(0), route));
        assertThat(route.policies()).isEmpty();
    }
}
