package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.BodyFilter;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.policy.cache.rule.CacheControl;
import dev.sekisho.policy.cache.rule.Personal;
import dev.sekisho.policy.cache.store.CacheKey;
import dev.sekisho.policy.cache.store.Flight;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A client's request that the backend is asked about. On one loop; not thread-safe. */
final class Turn extends Fetch {

    final int signs;
    CacheStatus status = CacheStatus.MISS;
    long waitUntil; // by the loop's clock; 0 where it has not waited
    boolean alone; // waits for nobody any more
    boolean whole; // the backend is asked for all of it, whatever part the client wants, as by nginx
    boolean updates; // others may have what is stored while it is fetched anew for this request

    @Nullable
    CacheKey looked; // on disk, already

    private @Nullable UpstreamFields fields;

    Turn(CacheKey key, Personal personal, CacheControl asked, int signs) {
        super(key, personal, asked);
        this.signs = signs;
    }

    /** Whether the request has that sign. */
    boolean has(int sign) {
        return (signs & sign) != 0;
    }

    /** Whether that was looked for on disk already. */
    boolean hasLookedFor(CacheKey wanted) {
        return looked != null && looked.equals(wanted);
    }

    /** Remembers what to put back. */
    void fields(UpstreamFields changed) {
        fields = changed;
    }

    /** As nginx: asks without the client's conditions, and for a HEAD by GET, so that the answer is of use to others. */
    void askWhole(RequestHead request) {
        fields = new UpstreamFields(request.headers(), true);
        whole = true;
        if (request.method() == Method.HEAD) {
            request.forwardMethod(Method.GET);
        }
    }

    /** Puts the client's conditions back. */
    void restore(Headers request) {
        UpstreamFields changed = fields;
        fields = null;
        if (changed != null) {
            changed.restore(request);
        }
    }

    /** Keeps the body of the response as it passes. */
    static BodyFilter tap(Exchange x, Fill fill) {
        return new BodyFilter() {
            @Override
            public ByteBuf filter(ByteBuf piece, boolean last) {
                fill.piece(piece);
                return piece;
            }

            @Override
            public void over(boolean whole) {
                if (whole) {
                    fill.whole();
                } else { // where another response takes its place, the next one fares no better
                    fill.cut(x.isHeadSent() ? Flight.Result.FAILED : Flight.Result.UNCACHEABLE);
                }
            }
        };
    }
}
