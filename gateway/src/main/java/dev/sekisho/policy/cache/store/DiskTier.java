package dev.sekisho.policy.cache.store;

import dev.sekisho.policy.BlobKey;
import dev.sekisho.policy.BlobStore;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Responses on disk, each as a body with what is known of it beside. Thread-safe; nothing here blocks. */
public final class DiskTier {

    private final BlobStore blobs;
    private final boolean isThere;

    /** The tier over a store of blobs. */
    public DiskTier(BlobStore blobs) {
        this.blobs = blobs;
        this.isThere = !blobs.equals(BlobStore.NONE);
    }

    private static BlobKey key(CacheKey key) {
        return BlobKey.of(key.bytes());
    }

    private static boolean fits(CacheKey key) {
        return key.bytes().length <= BlobKey.MAX_LENGTH;
    }

    /** The store of blobs. */
    public BlobStore blobs() {
        return blobs;
    }

    /** The key where something seems to stand under it. */
    public Optional<BlobKey> find(CacheKey key) {
        if (!isThere || !fits(key)) {
            return Optional.empty();
        }
        BlobKey found = key(key);
        return blobs.has(found) ? Optional.of(found) : Optional.empty();
    }

    /** Writes a response; with {@code sameBody} only what is known of it has changed. */
    void put(CacheKey key, Stored stored, boolean sameBody) {
        if (!isThere || !fits(key)) {
            return;
        }
        BlobKey place = key(key);
        switch (stored) {
            case Variants variants -> {
                BlobStore.Writer writer = blobs.write(place, 0);
                writer.commit(MetaCodec.encode(variants), BlobStore.NEVER);
            }
            case Entry entry -> {
                byte[] meta = MetaCodec.encode(entry.meta());
                if (sameBody && blobs.has(place)) {
                    blobs.update(place, meta, expires(entry.meta()));
                } else if (meta.length <= BlobStore.MAX_METADATA) {
                    entry.body().ifPresent(body -> write(place, body, meta, expires(entry.meta())));
                }
            }
        }
    }

    private void write(BlobKey place, ByteBuf body, byte[] meta, long expires) {
        BlobStore.Writer writer = blobs.write(place, body.readableBytes());
        if (!body.isReadable() || writer.write(body)) {
            writer.commit(meta, expires);
        } else {
            writer.abort();
        }
        body.release();
    }

    /** What can be checked with the origin stays for as long as it is asked for. */
    private static long expires(Meta meta) {
        return meta.isCheckable()
                ? BlobStore.NEVER
                : meta.received() - meta.age() + meta.lifetime().longest();
    }

    /** Removes what stands under the key. */
    public void remove(CacheKey key) {
        if (isThere && fits(key)) {
            blobs.remove(key(key));
        }
    }

    /** Removes all that a purge covers; completes with how many that were, once all was looked through. */
    CompletableFuture<Integer> purge(Purge purge) {
        if (!isThere) {
            return CompletableFuture.completedFuture(0);
        }
        AtomicInteger count = new AtomicInteger();
        return pass(purge, count)
                .thenCompose(first -> pass(purge, count)) // finds what was still being written during the first
                .thenApply(second -> count.get());
    }

    private CompletableFuture<Void> pass(Purge purge, AtomicInteger count) {
        return blobs.forEach(head -> {
            boolean covered = MetaCodec.decode(head.metadata(), Set.of())
                    .map(record -> purge.covers(record.about()))
                    .orElse(true);
            if (covered && blobs.has(head.key())) {
                blobs.remove(head.key());
                count.incrementAndGet();
            }
        });
    }
}
