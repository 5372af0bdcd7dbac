package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.cache.rule.CacheControl;
import dev.sekisho.policy.cache.rule.Personal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a request wants of a cache, and for whom, by RFC 9111. */
final class Wishes {

    /** Methods that know a client whatever Authorization says, which then is for the backend and may name somebody else. */
    private static final Set<String> NOT_BY_AUTHORIZATION = Set.of("", "anonymous", "key-auth", "mtls");

    private static final CacheControl NO_CACHE = new CacheControl(Map.of("no-cache", ""));

    private Wishes() {}

    /** The client's directives that count; no-store always does. */
    static CacheControl asked(Settings settings, Headers request, int found) {
        if ((found & Signs.CONTROL) == 0) {
            return CacheControl.NONE;
        }
        List<String> values = request.getAll(HeaderName.CACHE_CONTROL);
        CacheControl all = values.isEmpty() && request.getAll(Signs.PRAGMA).contains("no-cache")
                ? NO_CACHE // RFC 9111 section 5.4
                : CacheControl.parse(values);
        if (settings.honour()) {
            return all;
        }
        return all.has("no-store") ? new CacheControl(Map.of("no-store", "")) : CacheControl.NONE;
    }

    /** What tells who the client is. */
    static Personal personal(Settings settings, Exchange x, int found) {
        boolean known = !x.principal().equals(Principal.NOBODY)
                || x.caller().certificate().isPresent(); // which the backend is told
        boolean credentials = (found & Signs.AUTHORIZATION) != 0;
        boolean others =
                credentials && NOT_BY_AUTHORIZATION.contains(x.principal().method());
        if ((known || credentials) && (others || !known || !settings.key().names(x))) {
            return Personal.IDENTITY;
        }
        return (found & Signs.COOKIES) != 0 && settings.cookiesCount() ? Personal.COOKIES : Personal.NO;
    }
}
