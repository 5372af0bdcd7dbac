package dev.sekisho.dataplane.conditional;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The conditions of a request, as a cache and an origin evaluate them (RFC 9110 section 13, RFC 9111 section 4.3.2). Thread-safe. */
public final class Conditions {

    public static final HeaderName IF_MATCH = HeaderName.of("If-Match");
    public static final HeaderName IF_NONE_MATCH = HeaderName.of("If-None-Match");
    public static final HeaderName IF_MODIFIED_SINCE = HeaderName.of("If-Modified-Since");
    public static final HeaderName IF_UNMODIFIED_SINCE = HeaderName.of("If-Unmodified-Since");
    public static final HeaderName IF_RANGE = HeaderName.of("If-Range");
    public static final HeaderName RANGE = HeaderName.of("Range");

    private Conditions() {}

    /** Whether the client has what is stored already, so that 304 tells it all. */
    public static boolean notModified(Headers request, Headers stored, Instant now) {
        if (request.contains(IF_NONE_MATCH)) { // then If-Modified-Since does not count, RFC 9110 section 13.1.3
            return noneMatch(String.join(",", request.getAll(IF_NONE_MATCH)), stored);
        }
        List<String> since = request.getAll(IF_MODIFIED_SINCE);
        if (since.size() != 1) {
            return false;
        }
        Optional<Instant> known = HttpTime.parse(since.getFirst(), now);
        Optional<Instant> changed = modified(stored, now);
        return known.isPresent() && changed.isPresent() && !changed.get().isAfter(known.get());
    }

    /** The Last-Modified of a stored response, or its Date where it has none (RFC 9111 section 4.3.2). */
    private static Optional<Instant> modified(Headers stored, Instant now) {
        return stored.get(HeaderName.LAST_MODIFIED)
                .or(() -> stored.get(HeaderName.DATE))
                .flatMap(text -> HttpTime.parse(text, now));
    }

    private static boolean noneMatch(String wanted, Headers stored) {
        if (wanted.strip().equals("*")) {
            return true;
        }
        Optional<EntityTag> own = stored.get(HeaderName.ETAG).flatMap(EntityTag::parse);
        return own.isPresent() && EntityTag.parseList(wanted).stream().anyMatch(tag -> tag.matches(own.get()));
    }

    /**
     * Whether a Range counts: there is no If-Range, or it names just this representation, strongly (RFC 9110 section 13.1.5).
     */
    public static boolean rangeCounts(Headers request, Headers stored, Instant now) {
        Optional<String> condition = request.get(IF_RANGE);
        if (condition.isEmpty()) {
            return true;
        }
        Optional<EntityTag> tag = EntityTag.parse(condition.get());
        if (tag.isPresent()) {
            Optional<EntityTag> own = stored.get(HeaderName.ETAG).flatMap(EntityTag::parse);
            return own.isPresent() && tag.get().matchesStrongly(own.get());
        }
        Optional<Instant> changed = stored.get(HeaderName.LAST_MODIFIED).flatMap(text -> HttpTime.parse(text, now));
        Optional<Instant> date = stored.get(HeaderName.DATE).flatMap(text -> HttpTime.parse(text, now));
        boolean strong = changed.isPresent() // RFC 9110 section 8.8.2.2: older than the response by a second
                && date.isPresent()
                && changed.get().plusSeconds(1).compareTo(date.get()) <= 0;
        return strong && HttpTime.parse(condition.get(), now).equals(changed);
    }

    /**
     * Whether a condition for changes does not hold, so that an origin answers 412 (RFC 9110 sections 13.1.1, 13.1.4, 13.2.2).
     *
     * @param stored what there is now, with its ETag and Last-Modified
     */
    public static boolean failed(Headers request, Headers stored, Instant now) {
        if (request.contains(IF_MATCH)) { // then If-Unmodified-Since does not count
            String wanted = String.join(",", request.getAll(IF_MATCH));
            Optional<EntityTag> own = stored.get(HeaderName.ETAG).flatMap(EntityTag::parse);
            return !wanted.strip().equals("*")
                    && (own.isEmpty()
                            || EntityTag.parseList(wanted).stream().noneMatch(tag -> tag.matchesStrongly(own.get())));
        }
        Optional<Instant> limit = request.get(IF_UNMODIFIED_SINCE).flatMap(text -> HttpTime.parse(text, now));
        Optional<Instant> changed = stored.get(HeaderName.LAST_MODIFIED).flatMap(text -> HttpTime.parse(text, now));
        return limit.isPresent() && changed.isPresent() && changed.get().isAfter(limit.get());
    }

    /** Whether only the origin can evaluate the conditions (RFC 9111 section 4.3.2), so that the request must reach it. */
    public static boolean areForOrigin(Headers request) {
        return request.contains(IF_MATCH) || request.contains(IF_UNMODIFIED_SINCE);
    }
}
