package dev.sekisho.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.dns.DatagramDnsResponseDecoder;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Any answer of a DNS server is read or refused, and its aliases end. */
class DnsMessageFuzzTest {

    private static final InetSocketAddress ANY = new InetSocketAddress("127.0.0.1", 53);

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void answers(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "answers", DnsMessageFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        EmbeddedChannel channel = new EmbeddedChannel(new DatagramDnsResponseDecoder());
        try {
            channel.writeInbound(new DatagramPacket(Unpooled.copiedBuffer(input), ANY, ANY));
            return channel.readInbound() instanceof DnsResponse response && read(response);
        } catch (DecoderException e) {
            return false; // Netty refuses it
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static boolean read(DnsResponse response) {
        try {
            DnsMessage message = DnsMessage.of(response);
            for (DnsRecordType type : new DnsRecordType[] {DnsRecordType.A, DnsRecordType.AAAA, DnsRecordType.SRV}) {
                message.answers().stream()
                        .map(record -> message.follow(record.name(), type))
                        .forEach(DnsMessageFuzzTest::check);
            }
            return !message.answers().isEmpty();
        } catch (CorruptedFrameException e) {
            return false;
        } finally {
            ReferenceCountUtil.release(response);
        }
    }

    private static void check(DnsMessage.Trail trail) {
        assertThat(trail.ttl()).isBetween(0L, (long) Integer.MAX_VALUE);
        for (DnsRecordData record : trail.records()) {
            assertThat(record.name()).isEqualTo(trail.name());
            if (record.type().equals(DnsRecordType.SRV)) {
                assertThat(record.port()).isBetween(0, 65_535);
                assertThat(record.target()).endsWith(".");
            } else {
                assertThat(record.address()).isNotNull();
            }
        }
    }
}
