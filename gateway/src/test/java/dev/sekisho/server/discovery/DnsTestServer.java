package dev.sekisho.server.discovery;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A DNS server on loopback, over UDP and TCP, with a few records and many ways to misbehave. */
final class DnsTestServer implements AutoCloseable {

    static final int A = 1;
    static final int CNAME = 5;
    static final int AAAA = 28;
    static final int SRV = 33;
    static final int SERVFAIL = 2;

    /** Questions seen, as {@code name/type}, in order. */
    final List<String> questions = new CopyOnWriteArrayList<>();

    volatile boolean silent;
    volatile boolean truncating;
    volatile boolean garbage;
    volatile int silentType;

    private final Map<String, List<Rr>> zone = new ConcurrentHashMap<>();
    private final Map<String, Integer> codes = new ConcurrentHashMap<>();
    private final DatagramSocket udp;
    private final ServerSocket tcp;

    private record Rr(String name, int type, int ttl, byte[] data) {}

    DnsTestServer() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        tcp = new ServerSocket(0, 50, loopback);
        udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()));
        Thread.ofPlatform().daemon().start(this::datagrams);
        Thread.ofPlatform().daemon().start(this::connections);
    }

    int port() {
        return udp.getLocalPort();
    }

    DnsTestServer address(String name, int ttl, String... addresses) {
        for (int type : List.of(A, AAAA)) {
            int octets = type == A ? 4 : 16;
            List<Rr> records = Arrays.stream(addresses)
                    .map(text -> InetAddress.ofLiteral(text).getAddress())
                    .filter(data -> data.length == octets)
                    .map(data -> new Rr(name, type, ttl, data))
                    .toList();
            zone.put(name + "/" + type, records);
        }
        return this;
    }

    /** Adds an alias to the answers for a name; the addresses are those that the target has now. */
    void alias(String name, int ttl, String target, boolean withAddresses) {
        Rr alias = new Rr(name, CNAME, ttl, name(target));
        for (int type : List.of(A, AAAA)) {
            List<Rr> behind = withAddresses ? zone.getOrDefault(target + "/" + type, List.of()) : List.of();
            zone.put(
                    name + "/" + type,
                    java.util.stream.Stream.concat(java.util.stream.Stream.of(alias), behind.stream())
                            .toList());
        }
    }

    /** A service; each record as {@code priority weight port target}. */
    void service(String name, int ttl, String... records) {
        zone.put(
                name + "/" + SRV,
                Arrays.stream(records)
                        .map(text -> new Rr(name, SRV, ttl, srv(text.split(" "))))
                        .toList());
    }

    void code(String name, int code) {
        codes.put(name, code);
    }

    void remove(String name) {
        codes.remove(name);
        zone.keySet().removeIf(key -> key.startsWith(name + "/"));
    }

    private static byte[] srv(String[] words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            int number = Integer.parseInt(words[i]);
            out.write(number >> 8);
            out.write(number);
        }
        out.writeBytes(name(words[3].equals(".") ? "" : words[3]));
        return out.toByteArray();
    }

    private static byte[] name(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : text.isEmpty() ? new String[0] : text.split("\\.")) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.write(0);
        return out.toByteArray();
    }

    private void datagrams() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
                if (silent || silentType != 0 && silentType == type(query)) {
                    continue;
                }
                if (garbage) {
                    misbehave(query, packet.getSocketAddress());
                }
                send(answer(query, truncating), packet.getSocketAddress());
            } catch (IOException e) {
                return;
            }
        }
    }

    /** What an attacker or a broken server may send before the answer: noise, too little, another id, another question. */
    private void misbehave(byte[] query, SocketAddress to) throws IOException {
        byte[] lie = answer(query, false);
        lie[0] ^= 0x55;
        byte[] cut = Arrays.copyOf(answer(query, false), 20);
        byte[] other = answer(query, false);
        other[13] = 'x';
        for (byte[] packet : List.of(new byte[] {1, 2, 3}, new byte[0], lie, cut, other)) {
            send(packet, to);
        }
    }

    private void send(byte[] packet, SocketAddress to) throws IOException {
        udp.send(new DatagramPacket(packet, packet.length, to));
    }

    private void connections() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] query = in.readNBytes(in.readUnsignedShort());
                byte[] answer = answer(query, false);
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
                in.read();
            } catch (IOException e) {
                // closed by either side
            }
        }
    }

    private static int questionEnd(byte[] query) {
        int at = 12;
        while (query[at] != 0) {
            at += query[at] + 1;
        }
        return at + 5;
    }

    private static int type(byte[] query) {
        int end = questionEnd(query);
        return query[end - 4] << 8 | query[end - 3];
    }

    private byte[] answer(byte[] query, boolean cut) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int at = 12; query[at] != 0; at += query[at] + 1) {
            text.append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII))
                    .append('.');
        }
        String name = text.substring(0, text.length() - 1).toLowerCase(Locale.ROOT);
        int type = type(query);
        questions.add(name + "/" + type);
        List<Rr> records = zone.getOrDefault(name + "/" + type, List.of());
        boolean known = zone.keySet().stream().anyMatch(key -> key.startsWith(name + "/"));
        int code = codes.getOrDefault(name, known ? 0 : 3);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2);
        out.writeShort(0x8180 | (cut ? 0x200 : 0) | code);
        out.writeShort(1);
        boolean empty = cut || code != 0;
        out.writeShort(empty ? 0 : records.size());
        out.writeInt(0);
        out.write(query, 12, questionEnd(query) - 12);
        for (Rr record : empty ? List.<Rr>of() : records) {
            out.write(name(record.name()));
            out.writeShort(record.type());
            out.writeShort(1);
            out.writeInt(record.ttl());
            out.writeShort(record.data().length);
            out.write(record.data());
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
