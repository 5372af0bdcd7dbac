package dev.sekisho.policy.compression;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.conditional.HttpTime;
import dev.sekisho.policy.FieldList;
import dev.sekisho.policy.compression.CompressionConfig.Proxied;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Whether the response to a request that came through a proxy, as its Via says, may be compressed: such a proxy may keep it for clients that
 * take no coding. As nginx's <a href="https://nginx.org/en/docs/http/ngx_http_gzip_module.html#gzip_proxied">gzip_proxied</a>. Immutable,
 * thread-safe; allocates nothing but where it reads Expires.
 */
final class ProxiedRule {

    private static final HeaderName AUTHORIZATION = HeaderName.of("Authorization");
    private static final HeaderName EXPIRES = HeaderName.of("Expires");
    private static final byte[] NO_CACHE = Ascii.bytes("no-cache");
    private static final byte[] NO_STORE = Ascii.bytes("no-store");
    private static final byte[] PRIVATE = Ascii.bytes("private");

    private final List<Proxied> rules;
    private final InstantSource clock;

    /** With these rules; where there are none, all may. */
    ProxiedRule(List<Proxied> rules, InstantSource clock) {
        this.rules = List.copyOf(rules);
        this.clock = clock;
    }

    boolean allows(Exchange x) {
        Headers request = x.request().headers();
        if (rules.isEmpty() || rules.contains(Proxied.ANY) || !request.contains(HeaderName.VIA)) {
            return true;
        }
        if (rules.contains(Proxied.OFF)) {
            return false;
        }
        if (rules.contains(Proxied.AUTH) && request.contains(AUTHORIZATION)) {
            return true;
        }
        Headers response = x.response().headers();
        if (response.contains(EXPIRES)) {
            return rules.contains(Proxied.EXPIRED) && isExpired(response);
        }
        if (response.contains(HeaderName.CACHE_CONTROL)) {
            return says(response, Proxied.NO_CACHE, NO_CACHE)
                    || says(response, Proxied.NO_STORE, NO_STORE)
                    || says(response, Proxied.PRIVATE, PRIVATE);
        }
        return !(rules.contains(Proxied.NO_LAST_MODIFIED) && response.contains(HeaderName.LAST_MODIFIED))
                && !(rules.contains(Proxied.NO_ETAG) && response.contains(HeaderName.ETAG));
    }

    private boolean says(Headers response, Proxied rule, byte[] directive) {
        return rules.contains(rule) && FieldList.contains(response, HeaderName.CACHE_CONTROL, directive);
    }

    private boolean isExpired(Headers response) {
        Instant now = clock.instant();
        Optional<Instant> expires = time(response, EXPIRES, now);
        Instant date = time(response, HeaderName.DATE, now).orElse(now);
        return expires.filter(time -> time.isBefore(date)).isPresent();
    }

    private static Optional<Instant> time(Headers response, HeaderName name, Instant now) {
        return response.get(name).flatMap(text -> HttpTime.parse(text, now));
    }
}
