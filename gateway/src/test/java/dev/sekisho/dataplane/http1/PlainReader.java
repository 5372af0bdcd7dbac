package dev.sekisho.dataplane.http1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RFC 9112 read to the letter, with regular expressions and without a thought of speed: what a stream of bytes means to a
 * recipient that is as lenient as the text allows nowhere. It knows nothing of limits, targets, Host or methods, so it
 * reads some requests that the gateway refuses, and must agree on those that the gateway takes.
 */
final class PlainReader {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"; // RFC 9110 section 5.6.2
    private static final Pattern REQUEST_LINE = Pattern.compile("(" + TOKEN + ") ([!-~]+) HTTP/1\\.([01])");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):[ \\t]*([\\t -~\\x80-\\xff]*?)[ \\t]*");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,16})(;[\\t -~\\x80-\\xff]*)?");

    private final String stream;
    private int at;

    private PlainReader(String stream) {
        this.stream = stream;
    }

    static Reading read(byte[] bytes) {
        PlainReader reader = new PlainReader(new String(bytes, StandardCharsets.ISO_8859_1));
        List<Reading.Request> requests = new ArrayList<>();
        try {
            while (reader.at < reader.stream.length()) {
                Optional<Reading.Request> request = reader.request();
                if (request.isEmpty()) {
                    return new Reading(requests, false);
                }
                requests.add(request.get());
            }
            return new Reading(requests, false);
        } catch (IllegalArgumentException refused) {
            return new Reading(requests, true);
        }
    }

    /** The next request; empty where the stream ends before it does. */
    private Optional<Reading.Request> request() {
        if (stream.startsWith("\r\n", at)) {
            at += 2; // section 2.2
        }
        int end = stream.indexOf("\r\n\r\n", at);
        if (end < 0) {
            return Optional.empty();
        }
        String[] lines = stream.substring(at, end).split("\r\n", -1);
        at = end + 4;
        Matcher first = match(REQUEST_LINE, lines[0]);
        List<String> fields = new ArrayList<>();
        List<String> lengths = new ArrayList<>();
        List<String> codings = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            Matcher field = match(FIELD, lines[i]);
            fields.add(field.group(1) + ": " + field.group(2));
            switch (field.group(1).toLowerCase(Locale.ROOT)) {
                case "content-length" -> lengths.add(field.group(2));
                case "transfer-encoding" -> codings.add(field.group(2).toLowerCase(Locale.ROOT));
                default -> {}
            }
        }
        boolean contradictory = lengths.size() + codings.size() > 1
                || (!codings.isEmpty() && first.group(3).equals("0"));
        if (contradictory) {
            throw new IllegalArgumentException("framing"); // section 6.3
        }
        return body(lengths, codings).map(b -> new Reading.Request(first.group(1), first.group(2), fields, b));
    }

    private Optional<String> body(List<String> lengths, List<String> codings) {
        if (!codings.isEmpty()) {
            if (!codings.getFirst().equals("chunked")) {
                throw new IllegalArgumentException("coding");
            }
            return chunks();
        }
        if (lengths.isEmpty()) {
            return Optional.of("");
        }
        if (!lengths.getFirst().matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("length");
        }
        return take(Long.parseLong(lengths.getFirst()));
    }

    private Optional<String> chunks() {
        StringBuilder body = new StringBuilder();
        while (true) {
            Optional<String> line = line();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            long size = Long.parseLong(match(CHUNK, line.get()).group(1), 16);
            if (size == 0) {
                return trailers() ? Optional.of(body.toString()) : Optional.empty();
            }
            Optional<String> data = take(size);
            Optional<String> end = data.flatMap(d -> take(2));
            if (end.isEmpty()) {
                return Optional.empty();
            }
            if (!end.get().equals("\r\n")) {
                throw new IllegalArgumentException("chunk");
            }
            body.append(data.orElseThrow());
        }
    }

    private boolean trailers() {
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            if (line.get().isEmpty()) {
                return true;
            }
            match(FIELD, line.get());
        }
        return false;
    }

    private Optional<String> line() {
        int end = stream.indexOf("\r\n", at);
        if (end < 0) {
            return Optional.empty();
        }
        String line = stream.substring(at, end);
        at = end + 2;
        return Optional.of(line);
    }

    private Optional<String> take(long count) {
        if (count > stream.length() - at) {
            return Optional.empty();
        }
        String taken = stream.substring(at, at + (int) count);
        at += (int) count;
        return Optional.of(taken);
    }

    private static Matcher match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return matcher;
    }
}
