package dev.sekisho.server.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.ClientStream;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.UpstreamCall;
import dev.sekisho.policy.BlobBody;
import dev.sekisho.policy.BlobStore;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stored body on its way to a client; the test's own thread is the loop. */
class BlobBodyTest {

    private static final byte[] BODY = Disk.bytes(5, 300_000);

    @TempDir
    Path folder;

    private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
    private final Client client = new Client();
    private @Nullable Disk disk;

    /** Takes so many bytes before it wants to be waited for. */
    private final class Client implements ClientStream {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int room = Integer.MAX_VALUE;
        private int cuts;
        private boolean ended;
        private int leavesAt = Integer.MAX_VALUE;
        private @Nullable Exchange exchange;

        @Override
        public void head(Exchange x, ByteBuf piece, boolean last) {
            exchange = x;
            add(piece);
            ended |= last;
        }

        @Override
        public void body(ByteBuf piece) {
            assertThat(ended).isFalse();
            assertThat(piece.readableBytes()).isBetween(1, BlobStore.BLOCK);
            add(piece);
            if (body.size() >= leavesAt) {
                leavesAt = Integer.MAX_VALUE;
                ChainRunner.end(Objects.requireNonNull(exchange));
            }
        }

        private void add(ByteBuf piece) {
            byte[] bytes = new byte[piece.readableBytes()];
            piece.readBytes(bytes);
            piece.release();
            body.writeBytes(bytes);
            room -= bytes.length;
        }

        @Override
        public void end(ByteBuf trailers) {
            trailers.release();
            ended = true;
        }

        @Override
        public void cut() {
            cuts++;
        }

        @Override
        public boolean isWritable() {
            return room > 0;
        }

        @Override
        public void flush() {}

        @Override
        public void informational(Exchange x) {}

        @Override
        public void tunnel(Exchange x, ByteBuf first) {
            first.release();
        }

        @Override
        public void upstreamWritable(boolean writable) {}
    }

    private Disk disk() {
        return Objects.requireNonNull(disk);
    }

    @BeforeEach
    void open() {
        disk = new Disk(folder, 16 * Disk.MIB).ready();
        disk().put(Disk.key("a"), "m", BODY, 1 << 14, true);
    }

    @AfterEach
    void close() {
        Disk store = disk();
        store.store().remove(Disk.key("a")); // its segment is closed, unless a reader was left open
        store.settle();
        assertThat(store.stats().bytes()).as("no reader holds the segment").isLessThan(BODY.length + 1000L);
        store.close();
    }

    private void run(BooleanSupplier until) throws InterruptedException {
        while (!until.getAsBoolean()) {
            Runnable job = loop.poll(60, TimeUnit.SECONDS);
            assertThat(job).as("something to do").isNotNull();
            Objects.requireNonNull(job).run();
        }
    }

    private BlobStore.Reader reader() throws InterruptedException {
        CompletableFuture<BlobStore.Reader> opened = new CompletableFuture<>();
        assertThat(disk().store().open(Disk.key("a"), loop::add, new BlobStore.Opening() {
                    @Override
                    public void opened(BlobStore.Reader reader) {
                        opened.complete(reader);
                    }

                    @Override
                    public void missing() {
                        throw new IllegalStateException("missing");
                    }
                }))
                .isTrue();
        run(opened::isDone);
        return Disk.join(opened);
    }

    private Exchange serve(BlobStore.Reader reader) {
        Policy policy = new Policy() {
            @Override
            public Outcome onRequest(Exchange x) {
                return new Outcome.Reply(Response.of(200).withSource(BlobBody.of(reader)));
            }

            @Override
            public void onEnd(Exchange x) {
                reader.close();
            }
        };
        ChainHarness harness = new ChainHarness();
        Exchange x = harness.loop().acquire();
        x.begin(client, harness, 0);
        x.route(new ServedRoute("route", "service", 0, List.of(policy), harness.backend, Map.of(), false, List.of()));
        ChainRunner.start(x);
        return x;
    }

    private static void writable(Exchange x) {
        UpstreamCall call = x.upstream();
        if (call != null) {
            call.clientWritable(true);
        }
    }

    @Test
    void theWholeBodyArrivesInOrderAndEnds() throws Exception {
        Exchange x = serve(reader());
        writable(x);
        run(() -> client.ended);
        assertThat(client.body.toByteArray()).isEqualTo(BODY);
        assertThat(x.upstream()).isNull();
        assertThat(x.response().contentLength()).isEqualTo(BODY.length);
        ChainRunner.end(x);
    }

    @Test
    void aRangeArrivesWithItsOwnLength() throws Exception {
        BlobStore.Reader reader = reader();
        reader.range(100_000, 100_000);
        Exchange x = serve(reader);
        assertThat(x.response().contentLength()).isEqualTo(100_000);
        writable(x);
        run(() -> client.ended);
        assertThat(client.body.toByteArray()).isEqualTo(java.util.Arrays.copyOfRange(BODY, 100_000, 200_000));
        ChainRunner.end(x);
    }

    @Test
    void aClientThatTakesNoMoreIsNotGivenMore() throws Exception {
        client.room = 70_000;
        Exchange x = serve(reader());
        writable(x);
        run(() -> client.room <= 0);
        assertThat(client.body.size()).isEqualTo(2 * BlobStore.BLOCK);
        assertThat(loop.poll(100, TimeUnit.MILLISECONDS))
                .as("nothing is read ahead")
                .isNull();
        writable(x);
        assertThat(client.body.size()).isEqualTo(2 * BlobStore.BLOCK);
        client.room = Integer.MAX_VALUE;
        writable(x);
        writable(x);
        run(() -> client.ended);
        assertThat(client.body.toByteArray()).isEqualTo(BODY);
        ChainRunner.end(x);
    }

    @Test
    void aClientThatLeavesWhileAPieceIsReadLeavesNothingBehind() throws Exception {
        Exchange x = serve(reader());
        writable(x);
        ChainRunner.end(x);
        run(() -> true);
        Objects.requireNonNull(loop.poll(60, TimeUnit.SECONDS)).run();
        assertThat(client.body.size()).isZero();
        assertThat(client.ended).isFalse();
    }

    @Test
    void aClientThatLeavesOverAPieceGetsNoFurtherOne() throws Exception {
        client.leavesAt = 1;
        Exchange x = serve(reader());
        writable(x);
        run(() -> client.body.size() > 0);
        assertThat(client.body.size()).isEqualTo(BlobStore.BLOCK);
        assertThat(loop.poll(100, TimeUnit.MILLISECONDS)).isNull();
        assertThat(client.ended).isFalse();
    }

    @Test
    void aDamagedPieceCutsTheResponseInPlaceOfBeingSent() throws Exception {
        Exchange x = serve(reader());
        damage();
        writable(x);
        run(() -> client.cuts > 0);
        assertThat(client.body.size()).as("what stands before it").isEqualTo(2 * BlobStore.BLOCK);
        assertThat(client.ended).isFalse();
        assertThat(disk().store().has(Disk.key("a"))).isFalse();
        ChainRunner.end(x);
    }

    private void damage() throws IOException {
        Path file = folder.resolve("0000000000000001.segment");
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(150_000);
            int old = bytes.read();
            bytes.seek(150_000);
            bytes.write(old ^ 1);
        }
    }

    @Test
    void anEmptyBodyNeedsNoDisk() throws Exception {
        disk().put(Disk.key("a"), "m", new byte[0], 1, true);
        Exchange x = serve(reader());
        assertThat(client.ended).isTrue();
        assertThat(client.body.size()).isZero();
        ChainRunner.end(x);
    }
}
