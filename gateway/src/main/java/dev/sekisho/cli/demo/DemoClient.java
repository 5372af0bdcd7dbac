package dev.sekisho.cli.demo;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client with one kept connection that sends exactly the bytes it is given. Not thread-safe. */
public final class DemoClient implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 10_000;

    private final InetSocketAddress address;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();

    /** A client of the server at the address; connects with the first request. */
    public DemoClient(InetSocketAddress address) {
        this.address = address;
    }

    /**
     * An answer.
     *
     * @param line the status line
     * @param headers fields by their names in lower case
     * @param body the body without its framing
     */
    public record Answer(String line, Map<String, String> headers, byte[] body) {

        /** The status. */
        public int status() {
            return Integer.parseInt(line.substring(9, 12));
        }

        /** The body as UTF-8. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Sends a request and reads its answer; connects anew where the server closed the connection. */
    public Answer send(DemoRequest request) throws IOException {
        if (!socket.isConnected() || socket.isClosed()) {
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_MILLIS);
            socket.connect(address, CONNECT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        }
        socket.getOutputStream().write(request.bytes());
        String line = line();
        Map<String, String> headers = headers();
        Answer answer = new Answer(line, headers, body(request, line, headers));
        if ("close".equals(headers.get("connection"))) {
            socket.close();
        }
        return answer;
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            int colon = field.indexOf(':');
            headers.put(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).trim());
        }
        return headers;
    }

    private byte[] body(DemoRequest request, String line, Map<String, String> headers) throws IOException {
        boolean none = request.method().equals("HEAD") || line.startsWith("204", 9) || line.startsWith("304", 9);
        if (none) {
            return new byte[0];
        }
        return "chunked".equals(headers.get("transfer-encoding"))
                ? chunks()
                : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }

    private byte[] chunks() throws IOException {
        java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(in.readNBytes(size));
            line();
        }
        while (!line().isEmpty()) {
            // trailers
        }
        return body.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException(
                        "connection closed after " + line.length() + " bytes of a line (expected: CRLF)");
            }
            line.append((char) c);
        }
        return line.substring(0, Math.max(0, line.length() - 1)); // CR
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
