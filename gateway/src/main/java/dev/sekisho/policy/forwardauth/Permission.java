package dev.sekisho.policy.forwardauth;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.GuardedFields;
import dev.sekisho.policy.Identity;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a 2xx of the authoriser brings: fields for the backend, who the client is, cookies for the client. Immutable, thread-safe.
 *
 * @param given fields for the backend
 * @param subject field that names the client
 * @param groups field with the client's groups
 * @param cookies whether the client gets the cookies
 * @param guarded the fields for the backend, which it does not get from the client
 */
record Permission(
        List<HeaderName> given,
        Optional<HeaderName> subject,
        Optional<HeaderName> groups,
        boolean cookies,
        GuardedFields guarded) {

    private static final HeaderName USER_ID = HeaderName.of("X-User-ID");

    /** Cookies on their way to the client, with whose they are: an exchange may have been put to several authorisers in one place. */
    private record Cookies(Permission of, List<String> values) {}

    /** Takes it over; false where it names several clients, so that nobody knows for whom the request would pass. */
    boolean apply(Exchange x, Headers answer) {
        if (subject.isPresent()) {
            int field = answer.find(subject.get());
            if (field >= 0 && answer.find(subject.get(), field + 1) >= 0) {
                return false;
            }
            if (field >= 0 && answer.valueEnd(field) > answer.valueStart(field)) {
                establish(x, answer, field);
            }
        }
        guarded.strip(x.request().headers());
        for (int i = 0; i < given.size(); i++) {
            give(answer, given.get(i), x.request().headers());
        }
        if (cookies && answer.contains(HeaderName.SET_COOKIE)) {
            x.attach(new Cookies(this, answer.getAll(HeaderName.SET_COOKIE)));
        }
        return true;
    }

    private void establish(Exchange x, Headers answer, int field) {
        int start = answer.valueStart(field);
        int length = answer.valueEnd(field) - start;
        String name = new String(answer.bytes(), start, length, StandardCharsets.UTF_8);
        Principal principal =
                new Principal(ForwardAuth.NAME, name, Optional.empty(), "", groups(answer), Set.of(), Map.of());
        Identity.establish(x, principal);
        if (x.principal() == principal) {
            Headers request = x.request().headers();
            request.remove(USER_ID);
            request.add(USER_ID, answer.bytes(), start, start + length);
        }
    }

    private Set<String> groups(Headers answer) {
        if (groups.isEmpty()) {
            return Set.of();
        }
        Set<String> found = new HashSet<>();
        for (String list : answer.getAll(groups.get())) {
            for (String group : list.split(",", -1)) {
                if (!group.isBlank()) {
                    found.add(group.strip());
                }
            }
        }
        return found;
    }

    private static void give(Headers answer, HeaderName name, Headers request) {
        int field = answer.find(name);
        if (field >= 0) {
            request.remove(name);
        }
        for (; field >= 0; field = answer.find(name, field + 1)) {
            request.add(name, answer.bytes(), answer.valueStart(field), answer.valueEnd(field));
        }
    }

    /** Adds the cookies to the response, whoever made it. */
    void addCookies(Exchange x) {
        if (cookies && x.attachment().orElse("") instanceof Cookies kept && kept.of() == this) {
            kept.values().forEach(value -> x.response().headers().add(HeaderName.SET_COOKIE, value));
        }
    }
}
