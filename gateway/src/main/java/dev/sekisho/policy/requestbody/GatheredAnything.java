package dev.sekisho.policy.requestbody;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.json.BodyCounts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** A body of any type, or none, in whose place a text comes. Immutable, thread-safe. */
final class GatheredAnything extends Gathered {

    private final FieldValue text;

    GatheredAnything(FieldValue text, BodyCounts counts) {
        super(counts);
        this.text = text;
    }

    /** Whether there is nothing to do for a request without a body. */
    boolean isNothing() {
        return text.fixed().filter(String::isEmpty).isPresent();
    }

    @Override
    public Outcome whole(Exchange x, ByteBuf body) {
        return replace(x, ByteBufUtil.getBytes(body), text.text(x).getBytes(StandardCharsets.UTF_8));
    }
}
