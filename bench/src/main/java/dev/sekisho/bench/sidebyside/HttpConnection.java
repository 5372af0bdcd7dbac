package dev.sekisho.bench.sidebyside;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One HTTP/1.1 connection with as little client in it as can be, so that a measured latency is the
 * server's. It understands bodies with a Content-Length only, which every peer keeps from the backend. Not thread-safe.
 */
final class HttpConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int INITIAL_BUFFER = 4 * 1024;

    /** A response: its status and its body. */
    record Response(int status, String body) {}

    private final Socket socket;
    private byte[] buffer = new byte[INITIAL_BUFFER];
    private int headEnd; // of the response that is read

    /**
     * Connects to a loopback port from the given loopback address.
     *
     * @param tls for a connection with TLS
     */
    HttpConnection(InetAddress source, int port, Optional<SSLContext> tls) throws IOException {
        Socket plain = connect(source, port);
        socket = tls.isPresent() ? TlsClient.wrap(tls.get(), plain) : plain;
    }

    HttpConnection(int port) throws IOException {
        this(InetAddress.getLoopbackAddress(), port, Optional.empty());
    }

    private static Socket connect(InetAddress source, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.bind(new InetSocketAddress(source, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The bytes of a GET, to be made once and sent often. */
    static byte[] request(String path) {
        return request(path, "");
    }

    /** The same with further lines, each with its end. */
    static byte[] request(String path, String lines) {
        return ("GET " + path + " HTTP/1.1\r\nHost: bench.test\r\nUser-Agent: bench\r\n" + lines + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes of a GET after which the server closes. */
    static byte[] lastRequest(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: bench.test\r\nUser-Agent: bench\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether this connection resumed the session of one before {@code beforeMillis} (wall clock). */
    boolean resumed(long beforeMillis) {
        return socket instanceof SSLSocket tls && TlsClient.resumed(tls, beforeMillis);
    }

    /**
     * Reads to the end that the server makes, and with it the tickets that TLS 1.3 sends between the responses.
     *
     * @throws IOException if there is more than the end
     */
    void awaitEnd() throws IOException {
        if (socket.getInputStream().read() >= 0) {
            throw new IOException("bytes behind the last response (expected: the end of the connection)");
        }
    }

    /** Sends a request and reads the head of the response, and whatever comes with it; the connection is of no use afterwards. */
    String head(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        readHead();
        return new String(buffer, 0, headEnd, StandardCharsets.ISO_8859_1);
    }

    /** Reads up to the end of a head, which is noted; what is there of a response. */
    private int readHead() throws IOException {
        int size = 0;
        headEnd = -1;
        while (headEnd < 0) {
            size = readMore(size);
            headEnd = endOfHead(size);
        }
        return size;
    }

    /** Sends a request and reads the whole response. */
    Response exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        int size = readHead();
        String head = new String(buffer, 0, headEnd, StandardCharsets.ISO_8859_1);
        int end = headEnd + contentLength(head);
        while (size < end) {
            size = readMore(size);
        }
        return new Response(
                Integer.parseInt(head.substring(9, 12)),
                new String(buffer, headEnd, end - headEnd, StandardCharsets.ISO_8859_1));
    }

    /**
     * The same for a request that must be answered with 200.
     *
     * @throws IOException if it is answered with another status
     */
    void expectOk(byte[] request) throws IOException {
        int status = exchange(request).status();
        if (status != 200) {
            throw new IOException("status: " + status + " (expected: 200)");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private int readMore(int size) throws IOException {
        if (size == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int n = socket.getInputStream().read(buffer, size, buffer.length - size);
        if (n < 0) {
            throw new EOFException("connection closed after " + size + " bytes of a response");
        }
        return size + n;
    }

    private int endOfHead(int size) {
        for (int i = 3; i < size; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int contentLength(String head) throws IOException {
        String name = "\r\ncontent-length:";
        int at = head.toLowerCase(Locale.ROOT).indexOf(name);
        if (at < 0) {
            throw new IOException(
                    "response without a body length: " + head.lines().findFirst());
        }
        int from = at + name.length();
        return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }
}
