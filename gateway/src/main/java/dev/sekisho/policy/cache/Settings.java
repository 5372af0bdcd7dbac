package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.cache.rule.Decision;
import dev.sekisho.policy.cache.rule.StorageRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings as they work. Immutable, thread-safe.
 *
 * @param methods that are answered from the cache
 * @param key what keys are made of
 * @param storage which responses are kept
 * @param types of which type they must be
 * @param bypass requests that are not answered from the cache
 * @param noStore requests whose responses are not kept
 * @param honour whether directives of requests count
 * @param cookiesCount whether cookies tell who the client is
 * @param errors statuses in place of which a stale response may be served
 * @param patience how long requests wait for another one's response, nanoseconds; 0 for not at all
 * @param fillRanges whether the whole is fetched beside a request for a part
 * @param maxObject largest body that is kept, bytes
 * @param statusHeader field that tells how a response came about
 * @param showTags whether clients see surrogate keys
 * @param nginx what is decided as by nginx; null for by RFC 9111
 */
record Settings(
        Set<Method> methods,
        KeyTemplate key,
        StorageRules storage,
        KeptTypes types,
        RequestTest bypass,
        RequestTest noStore,
        boolean honour,
        boolean cookiesCount,
        List<StatusPattern> errors,
        long patience,
        boolean fillRanges,
        long maxObject,
        Optional<HeaderName> statusHeader,
        boolean showTags,
        @Nullable NginxMode nginx) {

    private static final Set<String> ALWAYS_HIDDEN = Set.of("surrogate-control");
    private static final Set<String> HIDDEN = Set.of("surrogate-control", "surrogate-key");

    /** Whether what is too old is checked with the backend, where it can be. */
    boolean revalidates() {
        return nginx == null || nginx.revalidate();
    }

    /** Whether a stale response is served to the request that has it fetched anew, too. */
    boolean refreshesBehind() {
        return nginx == null || nginx.background();
    }

    /** What becomes of the backend's answer. */
    Decision decide(Fetch fetch, Exchange x, ResponseHead response, Instant now) {
        if (nginx == null) {
            return storage.decide(response, fetch.personal, fetch.asked, now);
        }
        return nginx.noStore().holds(x) ? Decision.no("noStore") : nginx.rules().decide(response, now);
    }

    /** Fields of stored responses that clients do not see, in lower case. */
    Set<String> hidden() {
        if (nginx != null) {
            return Set.of();
        }
        return showTags ? ALWAYS_HIDDEN : HIDDEN;
    }

    /** Whether a stale response may be served in place of that status. */
    boolean isError(int status) {
        for (int i = 0; i < errors.size(); i++) {
            if (errors.get(i).contains(status)) {
                return true;
            }
        }
        return false;
    }
}
