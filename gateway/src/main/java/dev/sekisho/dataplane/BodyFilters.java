package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filters of a response, the one nearest to the backend first. A filter may itself end the response, or have another one take its place,
 * as may one that fails. On the loop of its exchange; not thread-safe.
 */
final class BodyFilters {

    private static final Logger LOG = LoggerFactory.getLogger(BodyFilters.class);

    private final Exchange exchange;
    private final List<BodyFilter> filters = new ArrayList<>(2);
    private int drops;

    BodyFilters(Exchange exchange) {
        this.exchange = exchange;
    }

    void add(BodyFilter filter) {
        filters.add(filter);
    }

    int size() {
        return filters.size();
    }

    /** How often all of them were dropped: whether the response is still the one that it was. */
    int drops() {
        return drops;
    }

    /** Runs a piece through these filters; behind the last piece they, and those before, are over. */
    ByteBuf filter(int from, int to, ByteBuf piece, boolean last) {
        int before = drops;
        ByteBuf out = piece;
        try {
            for (int i = from; i < to && drops == before; i++) {
                out = filters.get(i).filter(out, last);
            }
        } catch (Throwable e) {
            failed(e);
            return Unpooled.EMPTY_BUFFER;
        }
        if (last && drops == before) {
            end(to, true);
        }
        return out;
    }

    /** What that filter keeps back no longer. */
    ByteBuf flush(int filter) {
        try {
            return filters.get(filter).flush();
        } catch (Throwable e) {
            failed(e);
            return Unpooled.EMPTY_BUFFER;
        }
    }

    /** The response cannot go on: it is cut, or answered 500 where nothing of it has left. */
    private void failed(Throwable e) {
        LOG.error("a filter of route {} failed", exchange.route().name(), e);
        ChainRunner.fail(exchange, Reason.INTERNAL);
    }

    /** All are over before their last piece. */
    void drop() {
        drops++;
        end(filters.size(), false);
    }

    private void end(int count, boolean whole) {
        for (int i = 0; i < count; i++) {
            try {
                filters.get(i).over(whole);
            } catch (Throwable e) { // the others must be told all the same
                LOG.error(
                        "the end of a filter of route {} failed",
                        exchange.route().name(),
                        e);
            }
        }
        filters.subList(0, count).clear();
    }
}
