package dev.sekisho.policy.responseheaders;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.conditional.HttpTime;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Expires;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Says by Expires and Cache-Control how long clients may keep a response, as nginx does.
 *
 * @param fixed what it says of every response, where nothing depends on the exchange
 * @param zone where the time of day is told
 */
record Freshness(FieldValue value, Optional<Lifetime> fixed, Statuses statuses, InstantSource clock, ZoneId zone) {

    private static final HeaderName EXPIRES = HeaderName.of("Expires");
    private static final long TEN_YEARS = 315_360_000; // seconds
    private static final String LATEST = "Thu, 31 Dec 2037 23:55:55 GMT";
    private static final String EARLIEST = "Thu, 01 Jan 1970 00:00:01 GMT";
    private static final List<StatusPattern> USUAL = List.of(
            new StatusPattern(200, 201),
            new StatusPattern(204, 204),
            new StatusPattern(206, 206),
            new StatusPattern(301, 304),
            new StatusPattern(307, 308));

    /** As settings say; throws {@link IllegalArgumentException} where the value can never be one. */
    static Freshness of(Expires expires, InstantSource clock) {
        FieldValue value = FieldValue.parse("expires.value", expires.value(), Head.RESPONSE);
        Optional<Lifetime> fixed = value.fixed().flatMap(Lifetime::parse);
        if (value.isFixed() && fixed.isEmpty()) {
            throw new IllegalArgumentException("expires.value: " + FieldNames.printable(expires.value())
                    + " (expected: a time such as 30d, modified and a time, @ and a time of day, epoch, max or off)");
        }
        List<StatusPattern> statuses = expires.statuses().isEmpty() ? USUAL : expires.statuses();
        return new Freshness(value, fixed, new Statuses(statuses), clock, ZoneId.systemDefault());
    }

    void apply(Exchange x) {
        if (statuses.contain(x.response().status())) {
            Optional<Lifetime> lifetime = fixed.isPresent() ? fixed : Lifetime.parse(value.text(x));
            lifetime.ifPresent(known -> apply(known, x.response().headers()));
        }
    }

    private void apply(Lifetime lifetime, Headers headers) {
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        switch (lifetime.from()) {
            case OFF -> {}
            case EPOCH -> put(headers, EARLIEST, "no-cache");
            case MAX -> put(headers, LATEST, "max-age=" + TEN_YEARS);
            case NOW -> put(headers, now.plusSeconds(lifetime.seconds()), lifetime.seconds(), false);
            case MIDNIGHT -> {
                Instant next = next(now, lifetime.seconds());
                put(headers, next, next.getEpochSecond() - now.getEpochSecond(), false);
            }
            case MODIFIED -> {
                Instant end = headers.get(HeaderName.LAST_MODIFIED)
                        .flatMap(text -> HttpTime.parse(text, now))
                        .filter(modified -> lifetime.seconds() != 0) // of nginx's time 0 the rest is not looked at
                        .orElse(now)
                        .plusSeconds(lifetime.seconds());
                put(headers, end, end.getEpochSecond() - now.getEpochSecond(), lifetime.seconds() < 0);
            }
        }
    }

    /** The next moment at which it is that time of day, in seconds from midnight. */
    private Instant next(Instant now, long seconds) {
        ZonedDateTime today = now.atZone(zone);
        ZonedDateTime at =
                today.toLocalDate().atStartOfDay().plusSeconds(seconds).atZone(zone);
        return at.toInstant().isAfter(now)
                ? at.toInstant()
                : today.toLocalDate()
                        .plusDays(1)
                        .atStartOfDay()
                        .plusSeconds(seconds)
                        .atZone(zone)
                        .toInstant();
    }

    private static void put(Headers headers, Instant end, long age, boolean past) {
        put(headers, HttpTime.format(end), past || age < 0 ? "no-cache" : "max-age=" + age);
    }

    private static void put(Headers headers, String expires, String control) {
        headers.set(EXPIRES, expires);
        headers.set(HeaderName.CACHE_CONTROL, control);
    }
}
