package dev.sekisho.blackbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A TCP client of a stream. */
final class StreamClient implements AutoCloseable {

    private static final int PATIENCE = 15_000; // ms

    private final Socket socket;

    private StreamClient(Socket socket) {
        this.socket = socket;
    }

    static StreamClient connect(InetSocketAddress address) throws IOException {
        return connect(address, 0);
    }

    /** One whose kernel holds about so many bytes that it has not read; 0 for the usual number. */
    static StreamClient connect(InetSocketAddress address, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(PATIENCE);
        socket.connect(address, PATIENCE);
        return new StreamClient(socket);
    }

    Socket socket() {
        return socket;
    }

    StreamClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    StreamClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    StreamClient end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** That many characters. */
    String read(int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** Up to the end of the line, which is read over. */
    String line() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            text.append((char) c);
        }
        return text.toString();
    }

    /** All that comes until the end, or the reset. */
    String rest() {
        StringBuilder text = new StringBuilder();
        try {
            for (int c = socket.getInputStream().read();
                    c >= 0;
                    c = socket.getInputStream().read()) {
                text.append((char) c);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the connection stays open; so far: " + text, e);
        } catch (IOException e) {
            text.append(""); // a reset is an end
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
