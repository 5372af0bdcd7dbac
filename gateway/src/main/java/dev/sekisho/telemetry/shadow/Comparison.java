package dev.sekisho.telemetry.shadow;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.upstream.traffic.CapturedAnswer;
import dev.sekisho.model.Compare;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares two answers by the rules of a route. Thread-safe. */
final class Comparison {

    private static final Set<String> ALWAYS_IGNORED =
            Set.of("date", "age", "server", "via", "x-request-id", "content-length");
    private static final int MAX_INFLATED = 16; // times the largest body
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Set<String> ignoredHeaders = new TreeSet<>(ALWAYS_IGNORED);
    private final List<List<String>> ignoredJson;
    private final Values values;
    private final int maxInflated;

    Comparison(Compare rules) {
        rules.ignoreHeaders().forEach(name -> ignoredHeaders.add(name.toLowerCase(Locale.ROOT)));
        this.ignoredJson = rules.ignoreJson().stream().map(Comparison::parts).toList();
        this.values = new Values(rules.showValues());
        this.maxInflated = (int) Math.min(Integer.MAX_VALUE - 8, rules.maxBody().bytes() * MAX_INFLATED);
    }

    private static List<String> parts(String pointer) {
        return Arrays.stream(pointer.substring(1).split("/", -1))
                .map(part -> part.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    /** What they differ in; empty where they are the same. */
    List<Difference> of(CapturedAnswer answer, CapturedAnswer shadow) {
        List<Difference> found = new ArrayList<>();
        int status = answer.head().status();
        if (status != shadow.head().status()) {
            String other = Integer.toString(shadow.head().status());
            found.add(new Difference(Difference.Kind.STATUS, "", Integer.toString(status), other));
        }
        headers(answer, shadow, found);
        body(answer, shadow, found);
        return found;
    }

    private void headers(CapturedAnswer answer, CapturedAnswer shadow, List<Difference> found) {
        Map<String, String> one = fields(answer.head().headers());
        Map<String, String> other = fields(shadow.head().headers());
        Set<String> names = new TreeSet<>(one.keySet());
        names.addAll(other.keySet());
        for (String name : names) {
            String here = one.get(name);
            String there = other.get(name);
            if (here == null || !here.equals(there)) {
                found.add(new Difference(Difference.Kind.HEADER, name, shown(name, here), shown(name, there)));
            }
        }
    }

    private String shown(String name, @Nullable String value) {
        return value == null ? "missing" : values.header(name, value);
    }

    /** Values by name in lower case; those of several fields of a name are one list (RFC 9110 section 5.3). */
    private Map<String, String> fields(Headers headers) {
        Map<String, String> fields = new TreeMap<>();
        for (int i = 0; i < headers.count(); i++) {
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            if (!headers.isRemoved(i) && !ignoredHeaders.contains(name)) {
                fields.merge(name, headers.value(i), (a, b) -> a + ", " + b);
            }
        }
        return fields;
    }

    private void body(CapturedAnswer answer, CapturedAnswer shadow, List<Difference> found) {
        if (Arrays.equals(answer.body(), shadow.body())) {
            return;
        }
        byte[] one = plain(answer);
        byte[] other = plain(shadow);
        Optional<JsonNode> left = json(answer, one);
        Optional<JsonNode> right = json(shadow, other);
        if (left.isPresent() && right.isPresent()) {
            found.addAll(JsonComparison.of(left.get(), right.get(), ignoredJson, values));
        } else if (!Arrays.equals(one, other)) {
            found.add(new Difference(Difference.Kind.BODY, "", one.length + " bytes", other.length + " bytes"));
        }
    }

    /** The body without gzip; what does not unpack, or is too large, as it came. */
    private byte[] plain(CapturedAnswer answer) {
        String coding = answer.head().headers().get(HeaderName.CONTENT_ENCODING).orElse("");
        if (!coding.equalsIgnoreCase("gzip")) {
            return answer.body();
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            byte[] all = in.readNBytes(maxInflated + 1);
            return all.length > maxInflated ? answer.body() : all;
        } catch (IOException e) {
            return answer.body();
        }
    }

    private static Optional<JsonNode> json(CapturedAnswer answer, byte[] body) {
        String type = answer.head()
                .headers()
                .get(HeaderName.CONTENT_TYPE)
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .replaceFirst(";.*", "")
                .strip();
        if (!type.equals("application/json") && !type.endsWith("+json")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(body));
        } catch (JacksonException e) {
            return Optional.empty(); // compared byte for byte
        }
    }
}
