package dev.sekisho.blackbox;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A service of datagrams: answers each with those that a test says. Thread-safe. */
final class UdpServer implements AutoCloseable {

    private final DatagramSocket socket;
    private final Function<byte[], List<byte[]>> answers;
    private final AtomicInteger received = new AtomicInteger();
    private final Set<Integer> clients = ConcurrentHashMap.newKeySet();

    UdpServer(Function<byte[], List<byte[]>> answers) throws IOException {
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setReceiveBufferSize(4 << 20);
        this.answers = answers;
        Thread.ofPlatform().daemon().start(this::serve);
    }

    static UdpServer echo() throws IOException {
        return new UdpServer(List::of);
    }

    private void serve() {
        byte[] buffer = new byte[65_535];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                received.incrementAndGet();
                clients.add(packet.getPort());
                for (byte[] answer : answers.apply(Arrays.copyOf(buffer, packet.getLength()))) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Datagrams so far. */
    int received() {
        return received.get();
    }

    /** Ports that they came from. */
    int clients() {
        return clients.size();
    }

    @Override
    public void close() {
        socket.close();
    }
}
