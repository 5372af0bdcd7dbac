package dev.sekisho.server.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Address;
import dev.sekisho.policy.LogDestination;
import dev.sekisho.policy.LogShipper;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records as datagrams. */
@Timeout(60)
class DatagramOutletTest {

    private static LogDestination to(int port) {
        return new LogDestination.Datagrams("udp", new Address("localhost", port), Duration.ofSeconds(10));
    }

    private static String receive(DatagramSocket socket) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    @Test
    void eachRecordIsADatagram() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
                Rig rig = new Rig(to(socket.getLocalPort()), Rig.PATIENT)) {
            String longest = "x".repeat(LogShipper.LONGEST);
            rig.ship("one", "two", longest);
            assertThat(receive(socket)).isEqualTo("one");
            assertThat(receive(socket)).isEqualTo("two");
            assertThat(receive(socket)).isEqualTo(longest);
        }
    }

    @Test
    void aClosedPortStopsNothing() throws Exception {
        int port;
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
            port = socket.getLocalPort();
        }
        try (Rig rig = new Rig(to(port), Rig.impatient(100))) {
            for (int i = 0; rig.tally().errors().sum() == 0; i++) {
                rig.ship("r" + i);
                Thread.sleep(5);
                assertThat(i).isLessThan(5_000);
            }
            try (DatagramSocket socket =
                    new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port))) {
                rig.ship("now", "and", "then"); // the first may pay for the closed port
                String first = receive(socket);
                while (first.startsWith("r")) { // one that is tried again
                    first = receive(socket);
                }
                assertThat(first).isIn("now", "and", "then");
            }
        }
    }
}
