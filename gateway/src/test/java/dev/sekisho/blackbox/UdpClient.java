package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A UDP client of a stream; asks again where a datagram got lost, as UDP allows. */
final class UdpClient implements AutoCloseable {
    private final DatagramSocket socket;
    private final InetSocketAddress to;

    UdpClient(InetSocketAddress to) throws IOException {
        this.to = to;
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    void send(byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    Optional<byte[]> receive(int millis) throws IOException {
        socket.setSoTimeout(millis);
        byte[] buffer = new byte[65_535];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
            socket.receive(packet);
            assertThat(packet.getSocketAddress()).isEqualTo(to);
            return Optional.of(Arrays.copyOf(buffer, packet.getLength()));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    String ask(String text) throws IOException {
        for (int i = 0; i < 10; i++) {
            send(text.getBytes(StandardCharsets.US_ASCII));
            Optional<byte[]> answer = receive(1_500);
            if (answer.isPresent()) {
                return new String(answer.get(), StandardCharsets.US_ASCII);
            }
        }
        return "no answer";
    }

    @Override
    public void close() {
        socket.close();
    }
}
