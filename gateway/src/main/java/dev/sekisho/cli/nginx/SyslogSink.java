package dev.sekisho.cli.nginx;

import dev.sekisho.model.SyslogFacility;
import dev.sekisho.model.SyslogSeverity;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Datagrams to a syslog server in the form that nginx writes (nginx.org/en/docs/syslog.html; RFC 3164): the line with its own
 * time stands behind the header. The server's name is looked up once.
 */
final class SyslogSink implements LogSink {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ENGLISH);
    private static final int PORT = 514;
    private static final int LONGEST = 2048; // bytes of a datagram, as nginx's

    private final InetSocketAddress server;
    private final SyslogFacility facility;
    private final String tag;
    private final boolean namesHost;
    private final DatagramSocket socket;

    /** What follows {@code syslog:}. */
    SyslogSink(String text) throws SocketException {
        Map<String, String> given = new HashMap<>();
        for (String each : List.of(text.split(",", -1))) {
            int equals = each.indexOf('=');
            given.put(equals < 0 ? each : each.substring(0, equals), equals < 0 ? "" : each.substring(equals + 1));
        }
        this.server = address(given.getOrDefault("server", "127.0.0.1"));
        this.facility = facility(given.getOrDefault("facility", "local7"));
        this.tag = given.getOrDefault("tag", "nginx");
        this.namesHost = !given.containsKey("nohostname");
        this.socket = new DatagramSocket();
    }

    private static SyslogFacility facility(String name) throws SocketException {
        try {
            return SyslogFacility.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new SocketException("unknown syslog facility \"" + name + "\"");
        }
    }

    private static InetSocketAddress address(String text) throws SocketException {
        int colon = text.lastIndexOf(':');
        boolean port =
                colon > text.lastIndexOf(']') && text.substring(colon + 1).matches("[0-9]{1,5}");
        String host = (port ? text.substring(0, colon) : text).replaceAll("[\\[\\]]", "");
        InetSocketAddress found =
                new InetSocketAddress(host, port ? Integer.parseInt(text.substring(colon + 1)) : PORT);
        if (found.isUnresolved()) {
            throw new SocketException("host not found in syslog server \"" + text + "\"");
        }
        return found;
    }

    @Override
    public void line(LogLevel level, String line) {
        SyslogSeverity severity = level.severity();
        String host = namesHost ? hostname() + " " : "";
        String head = "<" + facility.priority(severity) + ">" + time(LocalDateTime.now()) + " " + host + tag + ": ";
        byte[] bytes = (head + line).getBytes(StandardCharsets.UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, Math.min(bytes.length, LONGEST), server));
        } catch (IOException e) {
            // nobody listens there: as with nginx the line is lost
        }
    }

    /** {@code Jan  2 03:04:05}: days below ten have two blanks before them. */
    private static String time(LocalDateTime now) {
        String text = TIME.format(now);
        return now.getDayOfMonth() < 10 ? text.substring(0, 4) + " " + text.substring(4) : text;
    }

    private static String hostname() {
        return Hostname.NAME;
    }

    /** Looked up once, when it is first needed. */
    private static final class Hostname {
        static final String NAME = find();

        private static String find() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (IOException e) {
                return "localhost";
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
