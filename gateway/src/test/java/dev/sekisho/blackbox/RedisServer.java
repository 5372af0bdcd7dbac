package dev.sekisho.blackbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A real Redis server of this test on a port of its own, and what asks it by its protocol. */
public final class RedisServer implements AutoCloseable {

    private final Path folder;
    private final int port;
    private final String[] more;
    private Programs server;

    private RedisServer(Path folder, int port, String[] more) throws IOException {
        this.folder = folder;
        this.port = port;
        this.more = more;
        this.server = Programs.redis(folder, port, more);
    }

    public static RedisServer start(Path folder, String... more) throws IOException {
        return new RedisServer(folder, TcpServer.freePort(), more);
    }

    static RedisServer startAt(Path folder, int port, String... more) throws IOException {
        return new RedisServer(folder, port, more);
    }

    public int port() {
        return port;
    }

    /** Ends as a crash does, and forgets all. */
    public void kill() {
        server.kill();
    }

    public void restart() throws IOException {
        server = Programs.redis(folder, port, more);
    }

    /** Stops as it is, with its connections open, until it goes on. */
    void pause() throws IOException {
        server.signal("STOP");
    }

    void goOn() throws IOException {
        server.signal("CONT");
    }

    /** Adds a key with those fields and values. */
    void key(String key, String... fields) throws IOException {
        String[] command = new String[fields.length + 2];
        command[0] = "HSET";
        command[1] = name(key);
        System.arraycopy(fields, 0, command, 2, fields.length);
        command(command);
    }

    /** Where a key stands. */
    static String name(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "sekisho:key:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often a command was called, in lower case. */
    int calls(String command) throws IOException {
        String stats = command("INFO", "commandstats");
        String line = "cmdstat_" + command + ":calls=";
        int at = stats.indexOf(line);
        return at < 0 ? 0 : Integer.parseInt(stats.substring(at + line.length(), stats.indexOf(',', at)));
    }

    /** Runs a command on a connection of its own; gives a simple answer, or the text of a bulk one. */
    public String command(String... words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                int length = word.getBytes(StandardCharsets.UTF_8).length;
                request.append("$").append(length).append("\r\n").append(word).append("\r\n");
            }
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            return answer(in);
        }
    }

    private static String answer(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null || line.startsWith("-")) {
            throw new IOException("redis: " + line);
        }
        if (!line.startsWith("$")) {
            return line.substring(1);
        }
        char[] text = new char[Math.max(0, Integer.parseInt(line.substring(1)))];
        for (int read = 0; read < text.length; ) {
            read += in.read(text, read, text.length - read);
        }
        return new String(text);
    }

    @Override
    public void close() {
        server.close();
    }
}
