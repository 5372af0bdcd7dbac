package dev.sekisho.blackbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * What is not the same between nginx's answer and the gateway's. Compared are status, services asked, what they got (method,
 * target, fields, body), fields of the answer, and its body. Not compared is:
 *
 * <ul>
 *   <li>{@code Date}, and {@code Server} where it is the product's own: they tell when and who;
 *   <li>{@code Expires} where both are as long behind their {@code Date}, to two seconds: they answer at different times;
 *   <li>{@code Connection}, {@code Keep-Alive}, {@code Transfer-Encoding}, {@code Content-Length} where one side has none, the
 *       version towards services: they are about one connection (RFC 9110 section 7.6.1, RFC 9112 section 6), and bodies are
 *       compared without their framing;
 *   <li>{@code X-Request-ID} where nginx sends none: the gateway's own, by which its log and its answers belong together;
 *   <li>body, type and length of nginx's built-in pages, for which the gateway has its own form;
 *   <li>the address that each side listens on, where an answer tells it: they have the same port, and two addresses;
 *   <li>the bytes of gzip: the content behind them is compared, since compressors may differ.
 * </ul>
 *
 * <p>The order of fields with different names means nothing (RFC 9110 section 5.3) and is not compared; neither is the case of
 * their names.
 */
final class NginxComparison {

    private static final Set<String> HOP = Set.of("date", "connection", "keep-alive", "transfer-encoding");
    private static final Set<String> OF_PAGES = Set.of("content-type", "content-length");
    private static final String LENGTH = "content-length";
    private static final String EXPIRES = "expires";
    private static final String REQUEST_ID = "x-request-id";

    private final List<String> found = new ArrayList<>();

    private NginxComparison() {}

    /** One line for each difference. */
    static List<String> differences(NginxAnswer theirs, NginxAnswer ours, NginxRequest request) {
        NginxComparison comparison = new NginxComparison();
        if (theirs.message().isPresent() && ours.message().isPresent()) {
            comparison.messages(theirs.message().get(), ours.message().get(), request.method());
        } else {
            comparison.same("answer", line(theirs), line(ours));
        }
        boolean anyOrder = request.has("copies");
        comparison.arrivals(ordered(theirs.arrivals(), anyOrder), ordered(ours.arrivals(), anyOrder));
        return comparison.found;
    }

    private static String line(NginxAnswer answer) {
        return answer.message().map(Message::startLine).orElse(answer.none());
    }

    private static List<NginxServices.Arrival> ordered(List<NginxServices.Arrival> arrivals, boolean any) {
        Comparator<NginxServices.Arrival> order = Comparator.comparing(
                each -> each.service() + " " + each.request().startLine());
        return any ? arrivals.stream().sorted(order).toList() : arrivals;
    }

    private void same(String what, Object theirs, Object ours) {
        if (!theirs.toString().equals(ours.toString().replace(NginxPlace.GATEWAY, NginxPlace.NGINX))) {
            found.add(what + ": nginx " + shown(theirs) + ", sekisho " + shown(ours));
        }
    }

    private static String shown(Object value) {
        String text = value.toString().replace("\r", "\\r").replace("\n", "\\n");
        return text.length() > 300 ? text.substring(0, 300) + "... (" + text.length() + ")" : text;
    }

    private void messages(Message theirs, Message ours, String method) {
        same("status", theirs.status(), ours.status());
        boolean page = isBuiltIn(theirs, method);
        Map<String, List<String>> fields = fields(theirs);
        Map<String, List<String>> own = fields(ours);
        if (page) {
            OF_PAGES.forEach(fields::remove);
            OF_PAGES.forEach(own::remove);
        }
        if (isAsFarAhead(theirs, ours)) {
            fields.remove(EXPIRES);
            own.remove(EXPIRES);
        }
        fields("field", fields, own);
        if (!page) {
            same("body", content(theirs), content(ours));
            same("whole", theirs.whole(), ours.whole());
        }
    }

    private static boolean isAsFarAhead(Message theirs, Message ours) {
        Optional<Duration> their = ahead(theirs);
        Optional<Duration> our = ahead(ours);
        return their.isPresent()
                && our.isPresent()
                && their.get().minus(our.get()).abs().compareTo(Duration.ofSeconds(2)) <= 0;
    }

    /** From Date to the only Expires. */
    private static Optional<Duration> ahead(Message message) {
        List<String> expires = message.all(EXPIRES);
        Optional<String> date = message.field("Date");
        if (expires.size() != 1 || date.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.between(time(date.get()), time(expires.getFirst())));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Instant time(String text) {
        return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
    }

    /** Whether nginx answers with a page of its own; of an answer to HEAD, status and type have to do. */
    private static boolean isBuiltIn(Message theirs, String method) {
        boolean head = method.equals("HEAD") && theirs.all("Content-Type").equals(List.of("text/html"));
        return theirs.status() >= 300 && (head || theirs.text().contains("<hr><center>nginx"));
    }

    private static Map<String, List<String>> fields(Message message) {
        Map<String, List<String>> fields = new TreeMap<>();
        for (String line : message.fields()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            boolean own = name.equals("server") && (value.startsWith("nginx/") || value.equals("sekisho"));
            if (!HOP.contains(name) && !own) {
                fields.computeIfAbsent(name, each -> new ArrayList<>()).add(value);
            }
        }
        return fields;
    }

    private void fields(String what, Map<String, List<String>> theirs, Map<String, List<String>> ours) {
        if (!theirs.containsKey(REQUEST_ID)) {
            ours.remove(REQUEST_ID);
        }
        if (!theirs.containsKey(LENGTH) || !ours.containsKey(LENGTH)) {
            theirs.remove(LENGTH);
            ours.remove(LENGTH);
        }
        Set<String> names = new TreeSet<>(theirs.keySet());
        names.addAll(ours.keySet());
        for (String name : names) {
            same(what + " " + name, theirs.getOrDefault(name, List.of()), ours.getOrDefault(name, List.of()));
        }
    }

    private static String content(Message message) {
        byte[] body = message.body();
        if (message.field("Content-Encoding").orElse("").equals("gzip") && body.length > 0) {
            try (GZIPInputStream content = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                return "no gzip: " + e.getMessage();
            }
        }
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    private void arrivals(List<NginxServices.Arrival> theirs, List<NginxServices.Arrival> ours) {
        same(
                "services",
                theirs.stream().map(NginxServices.Arrival::service).toList(),
                ours.stream().map(NginxServices.Arrival::service).toList());
        for (int i = 0; i < Math.min(theirs.size(), ours.size()); i++) {
            Message their = theirs.get(i).request();
            Message our = ours.get(i).request();
            String what = theirs.size() > 1 ? "forwarded (" + (i + 1) + ") " : "forwarded ";
            same(what + "line", their.method() + " " + their.target(), our.method() + " " + our.target());
            Map<String, List<String>> fields = fields(their);
            fields.remove(LENGTH); // nginx gives chunked bodies a length
            fields(what + "field", fields, fields(our));
            same(what + "body", content(their), content(our));
        }
    }
}
