package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.BodyReader;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.policy.BlobKey;
import dev.sekisho.policy.BlobStore;
import dev.sekisho.policy.cache.store.CacheKey;
import dev.sekisho.policy.cache.store.CacheStore;
import dev.sekisho.policy.cache.store.Entry;
import dev.sekisho.policy.cache.store.Flight;
import dev.sekisho.policy.cache.store.MetaCodec;
import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A response on its way from disk into memory, while a request waits for it. On the loop of the request; not thread-safe. */
final class Loading extends CompletableFuture<Outcome> implements BlobStore.Opening, BodyReader.Sink {

    private final Exchange x;
    private final int serial;
    private final LoopContext loop;
    private final CacheStore store;
    private final CacheKey place;
    private final Set<String> hidden;
    private final InstantSource clock;
    private final Supplier<Outcome> then;
    private BlobStore.@Nullable Reader reader;
    private MetaCodec.@Nullable OfResponse found;
    private @Nullable Fill fill;

    private Loading(
            Exchange x,
            CacheStore store,
            CacheKey place,
            Set<String> hidden,
            InstantSource clock,
            Supplier<Outcome> then) {
        this.x = x;
        this.serial = x.serial();
        this.loop = x.loop();
        this.store = store;
        this.place = place;
        this.hidden = hidden;
        this.clock = clock;
        this.then = then;
    }

    /** Loads what seems to be there; {@code then} decides anew, whether it was or not. Empty where it is not. */
    static Optional<Outcome> start(
            Exchange x,
            CacheStore store,
            CacheKey place,
            Set<String> hidden,
            InstantSource clock,
            Supplier<Outcome> then) {
        Optional<BlobKey> key = store.disk().find(place);
        Loading loading = new Loading(x, store, place, hidden, clock, then);
        boolean begun =
                key.isPresent() && store.disk().blobs().open(key.get(), x.loop().eventLoop(), loading);
        return begun ? Optional.of(new Outcome.Await(loading)) : Optional.empty();
    }

    @Override
    public void opened(BlobStore.Reader opened) {
        reader = opened;
        Optional<MetaCodec.Kept> record =
                isDone() ? Optional.empty() : MetaCodec.decode(opened.head().metadata(), hidden);
        if (record.isEmpty()) {
            over();
            return;
        }
        switch (record.get()) {
            case MetaCodec.OfVariants variants -> {
                store.promote(place, variants.variants());
                over();
            }
            case MetaCodec.OfResponse response -> {
                found = response;
                long length = opened.remaining();
                fill = new Fill(store.memory(), length, length, this::whole, result -> {});
                next(opened);
            }
        }
    }

    private void whole(ByteBuf body) {
        MetaCodec.OfResponse response = found;
        if (response == null || response.meta().length() != body.readableBytes()) {
            body.release();
            return;
        }
        long millis = Math.max(0, clock.millis() - response.meta().received());
        store.promote(place, new Entry(response.meta(), body, loop.now() - TimeUnit.MILLISECONDS.toNanos(millis)));
    }

    private void next(BlobStore.Reader open) {
        Fill into = fill;
        if (into == null || !into.isOpen()) {
            over();
        } else if (open.remaining() == 0) {
            fill = null;
            into.whole();
            over();
        } else {
            open.next(this);
        }
    }

    @Override
    public void piece(ByteBuf piece) {
        Fill into = fill;
        BlobStore.Reader open = reader;
        if (into != null && open != null) {
            into.piece(piece);
            piece.release();
            next(open);
        } else {
            piece.release();
        }
    }

    @Override
    public void failed() {
        over();
    }

    @Override
    public void missing() {
        over();
    }

    /** Decides anew, unless the client has left. */
    private void over() {
        close();
        if (isDone() || x.serial() != serial) {
            return; // it may have left before the chain took this stage over
        }
        loop.readClock();
        try {
            complete(then.get());
        } catch (RuntimeException e) {
            completeExceptionally(e);
        }
    }

    private void close() {
        BlobStore.Reader open = reader;
        Fill into = fill;
        reader = null;
        fill = null;
        if (into != null) {
            into.cut(Flight.Result.FAILED);
        }
        if (open != null) {
            open.close();
        }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean first = super.cancel(mayInterrupt);
        close();
        return first;
    }
}
