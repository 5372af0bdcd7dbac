package dev.sekisho.policy;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A store that holds nothing. */
final class NoBlobs implements BlobStore {

    private static final Stats ZERO = new Stats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final Writer NOWHERE = new Writer() {
        @Override
        public boolean write(ByteBuf piece) {
            return false;
        }

        @Override
        public void commit(byte[] metadata, long expires) {}

        @Override
        public void abort() {}
    };

    @Override
    public boolean has(BlobKey key) {
        return false;
    }

    @Override
    public boolean open(BlobKey key, Executor executor, Opening then) {
        return false;
    }

    @Override
    public Writer write(BlobKey key, long length) {
        return NOWHERE;
    }

    @Override
    public void update(BlobKey key, byte[] metadata, long expires) {}

    @Override
    public void remove(BlobKey key) {}

    @Override
    public CompletableFuture<Void> forEach(Consumer<Head> each) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Stats stats() {
        return ZERO;
    }
}
