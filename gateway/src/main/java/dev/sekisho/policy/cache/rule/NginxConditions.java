package dev.sekisho.policy.cache.rule;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.conditional.Conditions;
import dev.sekisho.dataplane.conditional.EntityTag;
import dev.sekisho.dataplane.conditional.HttpTime;
import java.time.Instant;
import java.util.Optional;

/**
 * What nginx makes of a request's conditions and a response that it keeps (ngx_http_not_modified_filter_module): all of them have
 * to hold, a time has to be just that of Last-Modified, and If-Unmodified-Since fails where there is none.
 */
public enum NginxConditions {
    /** The response stands as it is. */
    NONE,
    /** 412 takes its place. */
    FAILED,
    /** 304 tells it all. */
    NOT_MODIFIED;

    /** Of a response with status 200. */
    public static NginxConditions of(Headers request, Headers response, Instant now) {
        Optional<Instant> changed = time(response, HeaderName.LAST_MODIFIED, now);
        if (request.contains(Conditions.IF_UNMODIFIED_SINCE)) {
            Optional<Instant> limit = time(request, Conditions.IF_UNMODIFIED_SINCE, now);
            if (changed.isEmpty() || limit.isEmpty() || limit.get().isBefore(changed.get())) {
                return FAILED;
            }
        }
        Optional<String> match = request.get(Conditions.IF_MATCH);
        if (match.isPresent() && !matches(match.get(), response, false)) {
            return FAILED;
        }
        return unchanged(request, response, changed, now) ? NOT_MODIFIED : NONE;
    }

    private static boolean unchanged(Headers request, Headers response, Optional<Instant> changed, Instant now) {
        boolean since = request.contains(Conditions.IF_MODIFIED_SINCE);
        Optional<String> none = request.get(Conditions.IF_NONE_MATCH);
        if (since
                && (changed.isEmpty()
                        || !time(request, Conditions.IF_MODIFIED_SINCE, now).equals(changed))) {
            return false;
        }
        return none.map(wanted -> matches(wanted, response, true)).orElse(since);
    }

    private static boolean matches(String wanted, Headers response, boolean weakly) {
        if (wanted.strip().equals("*")) {
            return true;
        }
        Optional<EntityTag> own = response.get(HeaderName.ETAG).flatMap(EntityTag::parse);
        return own.isPresent()
                && EntityTag.parseList(wanted).stream()
                        .anyMatch(tag -> weakly ? tag.matches(own.get()) : tag.equals(own.get()));
    }

    private static Optional<Instant> time(Headers headers, HeaderName name, Instant now) {
        return headers.get(name).flatMap(text -> HttpTime.parse(text, now));
    }
}
