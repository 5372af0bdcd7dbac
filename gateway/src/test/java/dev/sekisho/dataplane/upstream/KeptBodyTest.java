package dev.sekisho.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.upstream.pool.ConnectionPool;
import dev.sekisho.dataplane.upstream.pool.Place;
import dev.sekisho.dataplane.upstream.retry.Cap;
import dev.sekisho.model.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A body that is kept can be sent again, byte for byte, and every buffer is given back. */
class KeptBodyTest {

    private static final UpstreamSettings SETTINGS = new UpstreamSettings(
            1_000, 1L << 40, 1L << 40, 1, 1, 1L << 40, 1L << 40, 0, 0, 0, 0, Protocol.HTTP1, 1, false);

    private final KeptBody body = new KeptBody();
    private final List<ByteBuf> given = new ArrayList<>();

    private ByteBuf buffer(String text) {
        ByteBuf buffer = Unpooled.buffer(text.length() + 1).writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        given.add(buffer);
        return buffer;
    }

    /** Passes a piece on: its caller lets go of it at once. */
    private void piece(String text, boolean last) {
        ByteBuf piece = buffer(text);
        body.piece(piece, last);
        assertThat(piece.readableBytes()).as("stays the caller's").isEqualTo(text.length());
        piece.release();
    }

    private void end(String trailers) {
        ByteBuf lines = buffer(trailers);
        body.end(lines);
        lines.release();
    }

    private String replayed(boolean chunked) {
        EmbeddedChannel channel = new EmbeddedChannel();
        LoopContext loop = new LoopContext(0, channel.eventLoop());
        UpstreamConnection connection =
                new UpstreamConnection(loop, new Place(new ConnectionPool(), new Cap(0), false), SETTINGS);
        channel.pipeline().addLast(connection);
        body.replay(connection, chunked);
        StringBuilder sent = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            sent.append(out.toString(StandardCharsets.US_ASCII));
            out.release();
        }
        return sent.toString();
    }

    @AfterEach
    void everyBufferIsGivenBack() {
        body.release();
        body.release(); // once more does no harm
        assertThat(given).allMatch(buffer -> buffer.refCnt() == 0);
    }

    @Test
    void aBodyOfKnownLengthIsSentAgainAsOftenAsWanted() {
        body.begin(10);
        piece("abcd", false);
        piece("", false);
        piece("efghij", true);
        assertThat(body.isComplete()).isTrue();
        assertThat(replayed(false)).isEqualTo("abcdefghij");
        assertThat(replayed(false)).isEqualTo("abcdefghij");
        assertThat(body.bytes()).asString(StandardCharsets.US_ASCII).isEqualTo("abcdefghij");
    }

    @Test
    void chunksAreSentAgainWithAndWithoutTrailers() {
        body.begin(10);
        piece("abcd", false);
        piece("ef", false);
        assertThat(body.isWhole()).isFalse();
        assertThat(replayed(true)).as("as far as it came").isEqualTo("4\r\nabcd\r\n2\r\nef\r\n");
        end("");
        assertThat(body.isComplete()).isTrue();
        assertThat(replayed(true)).isEqualTo("4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n");
        body.release();
        body.begin(10);
        piece("x", false);
        end("Sum: 1\r\n");
        assertThat(replayed(true)).isEqualTo("1\r\nx\r\n0\r\nSum: 1\r\n\r\n");
        assertThat(replayed(true)).isEqualTo("1\r\nx\r\n0\r\nSum: 1\r\n\r\n");
    }

    @Test
    void trailersOfTheRequestBeforeAreNotSent() {
        body.begin(10);
        end("Sum: 1\r\n");
        assertThat(replayed(true)).isEqualTo("0\r\nSum: 1\r\n\r\n");
        body.release();
        body.begin(10);
        end("");
        assertThat(replayed(true)).isEqualTo("0\r\n\r\n");
    }

    @Test
    void beyondTheCapAllIsLetGo() {
        body.begin(5);
        piece("abc", false);
        assertThat(body.isRepeatable()).isTrue();
        piece("def", false);
        assertThat(body.isRepeatable()).isFalse();
        assertThat(given).as("at once").allMatch(buffer -> buffer.refCnt() == 0);
        piece("g", true); // would have room again
        assertThat(body.isWhole()).isTrue();
        assertThat(body.isComplete()).isFalse();
        assertThat(body.bytes()).isEmpty();
        end("Sum: 1\r\n");
        assertThat(given).allMatch(buffer -> buffer.refCnt() == 0);
    }

    @Test
    void theCapItselfFitsAndNothingFitsIntoNothing() {
        body.begin(3);
        piece("abc", true);
        assertThat(body.isComplete()).isTrue();
        body.release();
        body.begin(0);
        assertThat(body.isRepeatable()).as("nothing was passed on").isTrue();
        piece("", false);
        assertThat(body.isRepeatable()).isTrue();
        piece("a", true);
        assertThat(body.isRepeatable()).isFalse();
    }

    @Test
    void anyPiecesAreKeptIffTheyFit() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            int cap = random.nextInt(40);
            body.begin(cap);
            StringBuilder sum = new StringBuilder();
            for (int left = random.nextInt(8); left >= 0; left--) {
                String text = "abcdefghij".substring(random.nextInt(10));
                sum.append(text);
                piece(text, left == 0);
            }
            assertThat(body.isComplete()).isEqualTo(sum.length() <= cap);
            assertThat(body.isComplete() ? replayed(false) : sum.toString()).isEqualTo(sum.toString());
            body.release();
            assertThat(given).allMatch(buffer -> buffer.refCnt() == 0);
            given.clear();
        }
    }
}
