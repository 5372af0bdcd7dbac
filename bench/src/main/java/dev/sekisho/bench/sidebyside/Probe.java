package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.util.Locale;
import javax.net.ssl.SSLContext;

/**
 * Finds out whether a proxy serves what it was asked to.
 *
 * @param pauseMillis between two tries
 * @param check one try
 */
record Probe(int pauseMillis, Check check) {

    /** For the start-up time, which is measured with it. */
    private static final int SHORT_PAUSE_MILLIS = 2;

    private static final int PAUSE_MILLIS = 100;

    /** A session's time has the resolution of a millisecond. */
    private static final int BETWEEN_SESSIONS_MILLIS = 3;

    /** One try. */
    interface Check {

        /** @throws IOException if it does not serve it; the message says what was wrong */
        void run(Workspace workspace, int port) throws IOException, InterruptedException;
    }

    /** A request in HTTP/1.1 that is answered with 200. */
    static Probe http(String path) {
        byte[] request = HttpConnection.request(path);
        return new Probe(SHORT_PAUSE_MILLIS, (workspace, port) -> {
            try (HttpConnection connection = new HttpConnection(port)) {
                connection.expectOk(request);
            }
        });
    }

    /** The same where 401 is the answer without that value of Authorization. */
    static Probe guarded(String authorization) {
        byte[] with = HttpConnection.request("/", "Authorization: " + authorization + "\r\n");
        byte[] without = HttpConnection.request("/");
        return new Probe(PAUSE_MILLIS, (workspace, port) -> {
            try (HttpConnection connection = new HttpConnection(port)) {
                connection.expectOk(with);
                int status = connection.exchange(without).status();
                if (status != 401) {
                    throw new IOException("status without credentials: " + status + " (expected: 401)");
                }
            }
        });
    }

    /** The same where the second answer must have that line in its head, given in small letters. */
    static Probe signed(String line) {
        byte[] request = HttpConnection.request("/", "Accept-Encoding: gzip\r\n");
        return new Probe(PAUSE_MILLIS, (workspace, port) -> {
            head(port, request);
            String head = head(port, request);
            if (!head.contains(line)) {
                throw new IOException("no line " + line.strip() + " (expected: in the second answer)");
            }
        });
    }

    private static String head(int port, byte[] request) throws IOException {
        try (HttpConnection connection = new HttpConnection(port)) {
            return connection.head(request).toLowerCase(Locale.ROOT);
        }
    }

    /** The same over TLS, on two connections of which the second resumes the session of the first, or does not. */
    static Probe tls(Certificate certificate, boolean resumes) {
        return new Probe(PAUSE_MILLIS, (workspace, port) -> {
            SSLContext context = certificate.clientContext();
            TlsClient.exchange(context, port);
            Thread.sleep(BETWEEN_SESSIONS_MILLIS);
            if (TlsClient.exchange(context, port) != resumes) {
                throw new IOException(
                        resumes
                                ? "a session is not resumed (expected: with the ticket of the connection before)"
                                : "a session is resumed (expected: a full handshake)");
            }
        });
    }

    /** What is made for the protocols of a wire. */
    static Probe of(Wire wire, Certificate certificate) {
        return switch (wire) {
            case HTTP -> http("/");
            case TLS -> tls(certificate, false);
            case TICKETS -> tls(certificate, true);
            case H2, H2C -> new Probe(PAUSE_MILLIS, H2Load.get(wire)::once);
            case GRPC -> new Probe(PAUSE_MILLIS, (workspace, port) -> GrpcEcho.check(port));
            case WEBSOCKET -> new Probe(PAUSE_MILLIS, (workspace, port) -> WebSocketLoad.check(port));
        };
    }
}
