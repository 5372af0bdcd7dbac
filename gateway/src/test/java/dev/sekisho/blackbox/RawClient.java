package dev.sekisho.blackbox;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that sends exactly the bytes that a test says, and waits for each answer. */
final class RawClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Socket socket;
    private final Wire wire;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.wire = new Wire(socket.getInputStream());
    }

    /** A client over a connection that is there already. */
    static RawClient over(Socket socket) throws IOException {
        return new RawClient(socket);
    }

    static RawClient connect(InetSocketAddress address) throws IOException {
        return connect(address, 0);
    }

    /** A client whose kernel holds at most about so many bytes that it has not read; 0 for the usual number. */
    static RawClient connect(InetSocketAddress address, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(address, (int) PATIENCE.toMillis());
        return new RawClient(socket);
    }

    /** Sends text, each char a byte. */
    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** A GET of that path, with further fields each on a line of its own. */
    Message get(String path, String... fields) throws IOException {
        return send(request("GET", path, fields)).read();
    }

    /** A GET of that path from the admin API, which takes requests for a loopback name only; the last of its connection. */
    Message admin(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .read();
    }

    /** A request head without body, for the Host {@code test}. */
    static String request(String method, String path, String... fields) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** A POST with a body of known length. */
    Message post(String path, String body) throws IOException {
        return send(request("POST", path, "Content-Length: " + body.length()) + body)
                .read();
    }

    /** The next response, interim ones included. */
    Message read() throws IOException {
        return read("GET");
    }

    /** The next response, to a request of that method. */
    Message read(String method) throws IOException {
        String head = head();
        int status = Integer.parseInt(head.substring(9, 12));
        boolean bodiless = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
        return wire.message(head, bodiless, true);
    }

    /** The next response head, with the body left where it is. */
    String head() throws IOException {
        return wire.head().orElseThrow(() -> new EOFException("the connection ended before a response"));
    }

    /** The next line of a body. */
    String line() throws IOException {
        return wire.line().orElseThrow(() -> new EOFException("the connection ended"));
    }

    /** One byte, or -1 at the end. */
    int readByte() throws IOException {
        return wire.read();
    }

    /** That many bytes. */
    byte[] take(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) wire.read();
        }
        return bytes;
    }

    /** Whether the gateway closes the connection within that time, with nothing sent before. */
    boolean isClosedWithin(Duration time) throws IOException {
        socket.setSoTimeout((int) Math.max(1, time.toMillis()));
        try {
            return wire.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout((int) PATIENCE.toMillis());
        }
    }

    /** Reads off all that comes until the end; how many bytes that were. */
    long drain() throws IOException {
        long count = 0;
        while (wire.read() >= 0) {
            count++;
        }
        return count;
    }

    /** Closes with a reset in place of a FIN. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void patience(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
