package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.conditional.Conditions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What in the fields of a request means something to a cache, found in one pass. Immutable, thread-safe. */
final class Signs {

    /** Authorization that is no part of the key. */
    static final int AUTHORIZATION = 1;
    /** Cookies that are no part of the key. */
    static final int COOKIES = 1 << 1;
    /** Directives. */
    static final int CONTROL = 1 << 2;
    /** Range. */
    static final int RANGE = 1 << 3;
    /** Conditions that a cache evaluates. */
    static final int CONDITION = 1 << 4;
    /** Conditions that only the origin evaluates. */
    static final int ORIGIN = 1 << 5;
    /** Fields by which some frameworks take a request for another one, so that its response must not be kept. */
    static final int OVERRIDE = 1 << 6;

    static final HeaderName PRAGMA = HeaderName.of("Pragma");

    private static final List<String> OVERRIDES = List.of(
            "X-HTTP-Method-Override",
            "X-HTTP-Method",
            "X-Method-Override",
            "X-Original-URL",
            "X-Original-URI",
            "X-Rewrite-URL",
            "X-Original-Host",
            "X-Host",
            "X-HTTP-Host-Override",
            "X-Forwarded-Scheme",
            "X-Forwarded-Server",
            "X-URL-Scheme",
            "Front-End-Https");

    private final Map<HeaderName, Integer> meanings = new HashMap<>();

    /** Those of requests whose keys are made by the template. */
    Signs(KeyTemplate key) {
        meanings.put(HeaderName.AUTHORIZATION, AUTHORIZATION);
        meanings.put(HeaderName.PROXY_AUTHORIZATION, AUTHORIZATION);
        meanings.put(HeaderName.COOKIE, COOKIES);
        OVERRIDES.forEach(name -> meanings.put(HeaderName.of(name), OVERRIDE));
        meanings.keySet().removeIf(key::holds);
        meanings.put(HeaderName.CACHE_CONTROL, CONTROL);
        meanings.put(PRAGMA, CONTROL);
        meanings.put(Conditions.RANGE, RANGE);
        meanings.put(Conditions.IF_NONE_MATCH, CONDITION);
        meanings.put(Conditions.IF_MODIFIED_SINCE, CONDITION);
        meanings.put(Conditions.IF_MATCH, ORIGIN);
        meanings.put(Conditions.IF_UNMODIFIED_SINCE, ORIGIN);
    }

    /** The sum of what is there. */
    int of(Headers request) {
        int found = 0;
        for (int i = 0; i < request.count(); i++) {
            HeaderName name = request.known(i);
            if (name != null && !request.isRemoved(i)) {
                Integer meaning = meanings.get(name);
                found |= meaning == null ? 0 : meaning;
            }
        }
        return found;
    }
}
