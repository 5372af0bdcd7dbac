package dev.sekisho.blackbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The services A, B and C that cases pass requests to, and an address that nobody listens on. Each answers 200 with its name,
 * the method and the target in JSON, unless fields of the request, {@code Do} or {@code Do-A}, say what else: parts between
 * {@code " | "} such as {@code status=404}, {@code Name: value}, {@code body=text}, {@code size=n}, {@code delay=ms},
 * {@code hold} (until {@link #release}), {@code close} (no answer), {@code cut} (half of the body), {@code chunked},
 * {@code nolength} and {@code notype}. Thread-safe.
 */
final class NginxServices implements AutoCloseable {

    private static final List<String> NAMES = List.of("A", "B", "C");

    /** A request that came to a service. */
    record Arrival(String service, Message request) {}

    private final Map<String, RawUpstream> services = new LinkedHashMap<>();
    private final Socket dead = new Socket();
    private final List<Arrival> arrivals = new ArrayList<>();
    private volatile CountDownLatch held = new CountDownLatch(1);

    NginxServices() throws IOException {
        dead.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // and does not listen
        for (String name : NAMES) {
            services.put(name, RawUpstream.start(connection -> serve(name, connection)));
        }
    }

    /** The text with the addresses in place of {@code @A@}, {@code @B@}, {@code @C@} and {@code @DEAD@}. */
    String fill(String text) {
        String filled = text.replace("@DEAD@", "127.0.0.1:" + dead.getLocalPort());
        for (Map.Entry<String, RawUpstream> each : services.entrySet()) {
            filled = filled.replace(
                    "@" + each.getKey() + "@", "127.0.0.1:" + each.getValue().port());
        }
        return filled;
    }

    /** How many requests have come since the last {@link #take}. */
    synchronized int count() {
        return arrivals.size();
    }

    /** The requests that have come since the last time. */
    synchronized List<Arrival> take() {
        List<Arrival> taken = List.copyOf(arrivals);
        arrivals.clear();
        return taken;
    }

    private synchronized void note(Arrival arrival) {
        arrivals.add(arrival);
    }

    /** Lets those go on that are held. */
    void release() {
        CountDownLatch old = held;
        held = new CountDownLatch(1);
        old.countDown();
    }

    private void serve(String name, RawUpstream.Connection connection) throws IOException {
        for (Optional<Message> next = connection.request(); next.isPresent(); next = connection.request()) {
            Message request = next.get();
            CountDownLatch latch = held;
            note(new Arrival(name, request));
            Reply reply = Reply.of(name, request);
            if (reply.has("hold")) {
                await(latch);
            }
            TestGateway.pause(Long.parseLong(reply.options().getOrDefault("delay", "0")));
            if (reply.has("close")) {
                return;
            }
            connection.send(reply.text(request));
            boolean last = request.startLine().endsWith("1.0")
                    || request.all("Connection").stream().anyMatch("close"::equalsIgnoreCase);
            if (last || reply.has("nolength") || reply.has("cut")) {
                return;
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a service answers. */
    private record Reply(Map<String, String> options, List<String> fields, String body) {

        static Reply of(String name, Message request) {
            Map<String, String> options = new LinkedHashMap<>();
            List<String> fields = new ArrayList<>();
            List<String> told = new ArrayList<>(request.all("Do"));
            told.addAll(request.all("Do-" + name));
            for (String part : String.join(" | ", told).split(" \\| ", -1)) {
                int equals = part.indexOf('=');
                int colon = part.indexOf(": ");
                if (colon > 0 && (equals < 0 || colon < equals)) {
                    fields.add(part);
                } else if (equals > 0) {
                    options.put(part.substring(0, equals), part.substring(equals + 1));
                } else if (!part.isEmpty()) {
                    options.put(part, "");
                }
            }
            String own = "{\"service\":\"" + name + "\",\"method\":\"" + request.method() + "\",\"target\":\""
                    + request.target() + "\"}";
            String body = options.containsKey("size")
                    ? NginxCorpus.filler(Integer.parseInt(options.get("size")))
                    : options.getOrDefault("body", own);
            return new Reply(options, fields, body);
        }

        boolean has(String option) {
            return options.containsKey(option);
        }

        String text(Message request) {
            int status = Integer.parseInt(options.getOrDefault("status", "200"));
            StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Some\r\n");
            fields.forEach(field -> text.append(field).append("\r\n"));
            boolean typed = fields.stream().anyMatch(field -> field.startsWith("Content-Type:"));
            boolean bodiless = status == 204 || status == 304;
            if (!typed && !has("notype") && !bodiless) {
                text.append("Content-Type: application/json\r\n");
            }
            if (has("chunked")) {
                text.append("Transfer-Encoding: chunked\r\n\r\n");
            } else if (has("nolength") || bodiless) {
                text.append("\r\n");
            } else {
                text.append("Content-Length: ").append(body.length()).append("\r\n\r\n");
            }
            if (!request.method().equals("HEAD") && !bodiless) {
                content(text);
            }
            return text.toString();
        }

        private void content(StringBuilder text) {
            if (has("chunked")) {
                String length = Integer.toHexString(body.length());
                text.append(length).append("\r\n").append(body).append("\r\n0\r\n\r\n");
            } else {
                text.append(has("cut") ? body.substring(0, body.length() / 2) : body);
            }
        }
    }

    @Override
    public void close() throws IOException {
        release();
        dead.close();
        for (RawUpstream each : services.values()) {
            each.close();
        }
    }
}
