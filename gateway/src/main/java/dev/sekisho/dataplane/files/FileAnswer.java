package dev.sekisho.dataplane.files;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ReadCall;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.conditional.ByteRanges;
import dev.sekisho.dataplane.conditional.Conditions;
import dev.sekisho.dataplane.conditional.HttpTime;
import dev.sekisho.dataplane.files.FileResult.Found;
import dev.sekisho.model.Backend;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with what was found: conditions (RFC 9110 section 13) and one range (section 14); a request for several gets the whole file.
 * Entity tags are as nginx makes them, of time and length. Thread-safe.
 */
final class FileAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(FileAnswer.class);
    private static final HeaderName ACCEPT_RANGES = HeaderName.of("Accept-Ranges");
    private static final HeaderName CONTENT_RANGE = HeaderName.of("Content-Range");
    private static final List<HeaderName> CONDITIONS = List.of(
            Conditions.IF_MATCH,
            Conditions.IF_NONE_MATCH,
            Conditions.IF_MODIFIED_SINCE,
            Conditions.IF_UNMODIFIED_SINCE,
            Conditions.RANGE);

    private final Backend.Files settings;
    private final FileTypes types;

    FileAnswer(Backend.Files settings, FileTypes types) {
        this.settings = settings;
        this.types = types;
    }

    /** Whether the request may be answered with less than the file. */
    static boolean hasConditions(Exchange x) {
        return CONDITIONS.stream().anyMatch(x.request().headers()::contains);
    }

    /** Answers; closes the result. */
    void give(Exchange x, FileResult result) {
        switch (result) {
            case Found found -> file(x, found);
            case FileResult.Listed listed -> listing(x, listed);
            case FileResult.NeedsSlash(Optional<String> path) -> slash(x, path);
            case FileResult.Index _ -> throw new IllegalStateException("index (expected: another route)");
            case FileResult.Missing _ -> ChainRunner.fail(x, Reason.FILE_NONE);
            case FileResult.Forbidden _ -> ChainRunner.fail(x, Reason.FILE_FORBIDDEN);
            case FileResult.Failed failed -> {
                failed.cause()
                        .ifPresent(e -> LOG.error(
                                "a file of route {} cannot be read", x.route().name(), e));
                ChainRunner.fail(x, failed.cause().isPresent() ? Reason.FILE_UNREADABLE : Reason.OVERLOAD);
            }
        }
    }

    private void file(Exchange x, Found found) {
        ResponseHead head = x.response();
        head.clear();
        head.status(200);
        head.contentLength(found.length());
        Headers fields = head.headers();
        fields.add(HeaderName.CONTENT_TYPE, types.of(found.name()));
        if (settings.etags()) {
            fields.add(HeaderName.ETAG, tag(found));
        }
        if (x.wantedStatus() != 0 && x.wantedStatus() != 200) { // the page of an error, as it is
            send(x, found, 0, found.length());
            return;
        }
        fields.add(HeaderName.LAST_MODIFIED, HttpTime.format(found.modified()));
        if (settings.ranges()) {
            fields.add(ACCEPT_RANGES, "bytes");
        }
        if (hasConditions(x)) {
            conditional(x, found, Instant.now());
        } else {
            send(x, found, 0, found.length());
        }
    }

    private void conditional(Exchange x, Found found, Instant now) {
        Headers asked = x.request().headers();
        Headers fields = x.response().headers();
        if (Conditions.failed(asked, fields, now)) {
            bodiless(x, found, 412);
        } else if (isUnchanged(asked, fields, now)) {
            bodiless(x, found, 304);
        } else {
            ranged(x, found, now);
        }
    }

    private boolean isUnchanged(Headers asked, Headers fields, Instant now) {
        boolean byTag = asked.contains(Conditions.IF_NONE_MATCH);
        boolean counts = byTag
                || switch (settings.modifiedSince()) {
                    case BEFORE -> true;
                    case EXACT ->
                        time(asked, Conditions.IF_MODIFIED_SINCE, now)
                                .equals(time(fields, HeaderName.LAST_MODIFIED, now));
                    case OFF -> false;
                };
        return counts && Conditions.notModified(asked, fields, now);
    }

    private static Optional<Instant> time(Headers fields, HeaderName name, Instant now) {
        return fields.get(name).flatMap(text -> HttpTime.parse(text, now));
    }

    /** Time in seconds and length, in hexadecimal. */
    private static String tag(Found found) {
        return '"' + Long.toHexString(found.modified().getEpochSecond()) + '-' + Long.toHexString(found.length()) + '"';
    }

    private static void bodiless(Exchange x, Found found, int status) {
        found.close();
        ResponseHead head = x.response();
        head.status(status);
        head.headers().remove(HeaderName.CONTENT_TYPE);
        head.headers().remove(ACCEPT_RANGES);
        if (status != 304) { // they would be of the error
            head.headers().remove(HeaderName.ETAG);
            head.headers().remove(HeaderName.LAST_MODIFIED);
        }
        head.contentLength(status == 304 ? -1 : 0);
        ChainRunner.upstreamHead(x, Unpooled.EMPTY_BUFFER, true);
    }

    private void ranged(Exchange x, Found found, Instant now) {
        Headers asked = x.request().headers();
        ResponseHead head = x.response();
        List<String> values = asked.getAll(Conditions.RANGE);
        boolean counts = settings.ranges()
                && found.length() > 0
                && x.request().method() == Method.GET
                && values.size() == 1
                && Conditions.rangeCounts(asked, dated(head.headers(), now), now);
        Optional<ByteRanges> ranges = counts ? ByteRanges.parse(values.getFirst(), found.length()) : Optional.empty();
        boolean malformed = counts && ranges.isEmpty() && isOneOfBytes(values.getFirst());
        if (malformed || ranges.isPresent() && ranges.get().isUnsatisfiable()) {
            head.headers().set(CONTENT_RANGE, "bytes */" + found.length());
            bodiless(x, found, 416);
        } else if (ranges.isEmpty() || ranges.get().ranges().size() > 1) {
            send(x, found, 0, found.length());
        } else {
            ByteRanges.Range range = ranges.get().ranges().getFirst();
            head.status(206);
            head.headers().remove(ACCEPT_RANGES); // said by Content-Range
            head.headers().set(CONTENT_RANGE, range.contentRange(found.length()));
            send(x, found, range.from(), range.length());
        }
    }

    /** One range that cannot be read may be refused (RFC 9110 section 14.2); several are not worth it. */
    private static boolean isOneOfBytes(String value) {
        return value.regionMatches(true, 0, "bytes=", 0, 6) && value.indexOf(',') < 0;
    }

    /** The same fields with the Date that the answer will have, by which a date may be a strong condition. */
    private static Headers dated(Headers fields, Instant now) {
        Headers dated = new Headers();
        dated.copy(fields);
        dated.add(HeaderName.DATE, HttpTime.format(now));
        return dated;
    }

    private static void send(Exchange x, Found found, long from, long length) {
        x.response().contentLength(length);
        if (length == 0 || x.request().method() == Method.HEAD) {
            found.close();
            ChainRunner.upstreamHead(x, Unpooled.EMPTY_BUFFER, true);
            return;
        }
        Optional<ByteBuf> whole = found.content().whole();
        if (whole.isPresent()) {
            ByteBuf part = whole.get().skipBytes((int) from);
            ChainRunner.upstreamHead(x, part.writerIndex(part.readerIndex() + (int) length), true);
            return;
        }
        x.upstream(new ReadCall(found.content().read(from, length, x.loop().eventLoop()), x));
        ChainRunner.upstreamHead(x, Unpooled.EMPTY_BUFFER, false);
    }

    private void slash(Exchange x, Optional<String> path) {
        String base = settings.redirectBase()
                .map(text -> text.replace("{scheme}", x.isSecure() ? "https" : "http")
                        .replace("{host}", x.request().hostText()))
                .filter(text -> !text.contains("://:") && !text.endsWith("://")) // a request without a host
                .orElse("");
        String location =
                base + path.map(FileAnswer::escaped).orElseGet(() -> x.request().pathText() + '/');
        String query = x.request().queryText().map(text -> '?' + text).orElse("");
        ChainRunner.reply(
                x, Response.of(301).with(HeaderName.LOCATION, location + query).because(Reason.REDIRECT));
    }

    private static String escaped(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("path: " + path + " (expected: one that begins with /)", e);
        }
    }

    private void listing(Exchange x, FileResult.Listed listed) {
        boolean json = listed.json();
        ChainRunner.reply(
                x,
                Response.of(200)
                        .withBody(
                                json ? "application/json" : types.html(),
                                json ? Listing.json(listed) : Listing.html(listed))
                        .because(Reason.NONE));
    }
}
