package dev.sekisho.policy.compression;

import dev.sekisho.model.Property;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import java.util.List;

/** Settings of the {@code compression} policy. */
public record CompressionConfig(
        @Property(
                value =
                        "Content codings that are offered, the preferred one first; a client's weights go before it. None given: br, gzip. br is left out, with a line in the log, where its native library cannot be loaded.",
                example = "[gzip]")
        List<Algorithm> algorithms,

        @Property(
                value =
                        "Media types that are compressed, without parameters; * stands for one part, as in text/* and application/*+json. None given: text/*, JSON, XML, JavaScript, SVG, WebAssembly, and fonts that are not compressed already. text/event-stream, multipart/* and gRPC never are.",
                example = "[text/html, application/json]")
        List<String> types,

        @Property(
                value = "Shortest body that is compressed; one of unknown length is.",
                defaultValue = "1KiB",
                min = "1B",
                max = "1GiB")
        Size minLength,

        @Property(
                value = "Level of gzip: 1 is fastest, 9 makes the least bytes.",
                defaultValue = "1",
                min = "1",
                max = "9")
        int gzipLevel,

        @Property(
                value =
                        "Quality of br: 0 is fastest, 9 makes the least bytes; 10 and 11 are too slow for an event loop. From 7 on other requests of the loop feel the time.",
                defaultValue = "4",
                min = "0",
                max = "9")
        int brotliQuality,

        @Property(
                value =
                        "What becomes of the ETag of a body that is compressed: weaken makes it a weak one, strip removes it, keep leaves it as it is, which is wrong for whoever asks for ranges by it.",
                defaultValue = "weaken")
        EntityTag etag,

        @Property(
                value =
                        "When what is compressed so far is sent: pause means whenever the upstream has no more at hand, end means when there is enough of it, auto means pause for bodies of unknown length, such as those made line by line, and end for others.",
                defaultValue = "auto")
        Flush flush,

        @Property(
                value =
                        "Whether the upstream gets Accept-Encoding: pass lets it compress itself, remove has the gateway do it.",
                defaultValue = "pass")
        Forwarded acceptEncoding,

        @Property(
                value =
                        "Most bodies that are compressed at once for each coding, level and figure of this setting, over all routes; more pass as they are. Each takes memory outside the heap: 268 KiB for gzip, 1.7 MiB for br at quality 4.",
                defaultValue = "256",
                min = "1",
                max = "100000")
        int concurrent,

        @Property(
                value =
                        "Statuses of responses that are compressed, such as 200 and 4xx. None given: all that have content.",
                example = "[200, 403, 404]")
        List<StatusPattern> statuses,

        @Property(
                value =
                        "When responses to requests with Via, which came through a proxy, are compressed. None given, or any: always. off: never. Else where one of these is true: auth, the request has Authorization; expired, Expires has passed; no-cache, no-store, private, Cache-Control says so; and where the response has neither Expires nor Cache-Control, but with no-last-modified no Last-Modified, and with no-etag no ETag.",
                example = "[no-store, private, auth]")
        List<Proxied> proxied,

        @Property(value = "Whether clients of HTTP/1.0 get compressed responses.", defaultValue = "true")
        boolean http10,

        @Property(
                value =
                        "What of Accept-Encoding counts: weights as RFC 9110 has it; or named, a coding that the client names with a weight above 0, be it by its one name, however little it wants it.",
                defaultValue = "weights")
        Choice choice,

        @Property(
                value =
                        "Whether responses that may be compressed say Vary: Accept-Encoding. Without it, caches on the way may give clients what they cannot read.",
                defaultValue = "true")
        boolean vary) {

    /** Takes copies. */
    public CompressionConfig {
        algorithms = List.copyOf(algorithms);
        types = List.copyOf(types);
        statuses = List.copyOf(statuses);
        proxied = List.copyOf(proxied);
    }

    /** Whatever the status and the request. */
    public CompressionConfig(
            List<Algorithm> algorithms,
            List<String> types,
            Size minLength,
            int gzipLevel,
            int brotliQuality,
            EntityTag etag,
            Flush flush,
            Forwarded acceptEncoding,
            int concurrent) {
        this(
                algorithms,
                types,
                minLength,
                gzipLevel,
                brotliQuality,
                etag,
                flush,
                acceptEncoding,
                concurrent,
                List.of(),
                List.of(),
                true,
                Choice.WEIGHTS,
                true);
    }

    /** What of Accept-Encoding counts. */
    public enum Choice {
        /** The highest weight, with {@code *} and {@code identity} (RFC 9110 section 12.5.3). */
        WEIGHTS,
        /** That the coding is named, and not with the weight 0. */
        NAMED
    }

    /** When the response to a request with Via is compressed. */
    public enum Proxied {
        /** Never. */
        OFF,
        /** Always. */
        ANY,
        /** Expires has passed. */
        EXPIRED,
        /** Cache-Control says no-cache. */
        NO_CACHE,
        /** Cache-Control says no-store. */
        NO_STORE,
        /** Cache-Control says private. */
        PRIVATE,
        /** It has no Last-Modified. */
        NO_LAST_MODIFIED,
        /** It has no ETag. */
        NO_ETAG,
        /** The request has Authorization. */
        AUTH
    }

    /** A content coding. */
    public enum Algorithm {
        /** Brotli, RFC 7932. */
        BR,
        /** RFC 1952. */
        GZIP
    }

    /** What becomes of the ETag. */
    public enum EntityTag {
        /** It becomes a weak one. */
        WEAKEN,
        /** It goes. */
        STRIP,
        /** It stays. */
        KEEP
    }

    /** When compressed bytes leave. */
    public enum Flush {
        /** As the length of the body is known or not. */
        AUTO,
        /** When the upstream pauses. */
        PAUSE,
        /** When there are many, and at the end. */
        END
    }

    /** What the upstream learns of what the client accepts. */
    public enum Forwarded {
        /** All of it. */
        PASS,
        /** Nothing. */
        REMOVE
    }
}
