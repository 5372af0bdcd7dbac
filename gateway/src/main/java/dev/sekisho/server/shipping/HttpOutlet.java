package dev.sekisho.server.shipping;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.model.Address;
import dev.sekisho.policy.LogDestination;
import dev.sekisho.policy.LogQueue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request for each batch, over a connection that is kept (HTTP/1.1, RFC 9112). 2xx is good; 408, 429 and 5xx may be better the next time;
 * everything else is refused for good, redirects included.
 */
final class HttpOutlet implements Outlet {

    private final LogDestination.Http destination;
    private final Places places;
    private final Address address;
    private final Optional<Encryption> tls;
    private final byte[] head;
    private final int batch;
    private final long delay;
    private volatile @Nullable Connection connection;
    private volatile boolean aborted;

    HttpOutlet(LogDestination.Http destination, LogQueue queue, Places places) {
        this.destination = destination;
        this.places = places;
        this.batch = queue.maxBatch();
        this.delay = queue.maxBatch() > 1 ? queue.maxDelay().toNanos() : 0;
        URI url = destination.url();
        boolean https = url.getScheme().equalsIgnoreCase("https");
        int port = url.getPort() >= 0 ? url.getPort() : https ? 443 : 80;
        this.address = new Address(url.getHost().replaceAll("[\\[\\]]", ""), port);
        this.tls = https ? Optional.of(Encryption.of(destination.tls())) : Optional.empty();
        this.head = head(destination);
    }

    /** The request's head up to the length of its body. */
    private static byte[] head(LogDestination.Http destination) {
        URI url = destination.url();
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        StringBuilder head = new StringBuilder();
        head.append(destination.method()).append(' ').append(path).append(query).append(" HTTP/1.1\r\nHost: ");
        head.append(url.getRawAuthority().toLowerCase(Locale.ROOT)).append("\r\nContent-Type: ");
        head.append(destination.contentType()).append("\r\n");
        if (destination.headers().keySet().stream().noneMatch("User-Agent"::equalsIgnoreCase)) {
            head.append("User-Agent: sekisho\r\n");
        }
        destination
                .headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value.reveal()).append("\r\n"));
        return Ascii.bytes(head.append("Content-Length: ").toString());
    }

    @Override
    public void send(List<byte[]> records) throws IOException {
        byte[] request = request(records);
        Connection known = connection;
        boolean asked = known != null && exchange(known, request, true);
        if (!asked) { // a server may close a connection while nothing is asked
            exchange(connect(), request, false);
        }
    }

    /** One request; false where a connection that was used before has ended without an answer. */
    private boolean exchange(Connection over, byte[] request, boolean used) throws IOException {
        HttpAnswer answer = new HttpAnswer(over.in());
        int[] status = new int[1];
        try {
            over.within(destination.timeout(), "answer", () -> {
                OutputStream out = over.out();
                out.write(request);
                out.flush();
                status[0] = answer.read();
            });
        } catch (IOException e) {
            connection = null;
            over.abort();
            boolean again = used && !answer.isBegun() && !aborted && !(e instanceof SocketTimeoutException);
            if (again) {
                return false;
            }
            throw e;
        }
        if (!answer.keepsConnection()) {
            close();
        }
        check(status[0]);
        return true;
    }

    private static void check(int status) throws IOException {
        if (status >= 200 && status < 300) {
            return;
        }
        if (status == 408 || status == 429 || status >= 500) {
            throw new IOException("status " + status);
        }
        throw new Refused("status " + status);
    }

    private Connection connect() throws IOException {
        Connection opened =
                Connection.open(places.find(address, destination.timeout()), address, tls, destination.timeout());
        connection = opened;
        if (aborted) {
            opened.abort();
        }
        return opened;
    }

    private byte[] request(List<byte[]> records) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean array = batch > 1;
        for (int i = 0; i < records.size(); i++) {
            if (array) {
                body.write(i == 0 ? '[' : ',');
            }
            body.writeBytes(records.get(i));
        }
        if (array) {
            body.write(']');
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(head.length + body.size() + 16);
        all.writeBytes(head);
        all.writeBytes(Ascii.bytes(body.size() + "\r\n\r\n"));
        all.writeBytes(body.toByteArray());
        return all.toByteArray();
    }

    @Override
    public int mostRecords() {
        return batch;
    }

    @Override
    public long delayNanos() {
        return delay;
    }

    @Override
    public void idle() {
        close();
    }

    @Override
    public long keepaliveNanos() {
        return destination.keepalive().toNanos();
    }

    @Override
    public void abort() {
        aborted = true;
        Connection open = connection;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
