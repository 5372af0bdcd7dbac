package dev.sekisho.policy.requestbody;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.policy.ParameterChanges;
import dev.sekisho.policy.json.BodyCounts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** A form that is in. Any bytes are one; what is not changed stays as it was sent. Immutable, thread-safe. */
final class GatheredForm extends Gathered {

    private final ParameterChanges changes;

    GatheredForm(ParameterChanges changes, BodyCounts counts) {
        super(counts);
        this.changes = changes;
    }

    @Override
    public Outcome whole(Exchange x, ByteBuf body) {
        byte[] before = ByteBufUtil.getBytes(body);
        return replace(x, before, Ascii.bytes(changes.apply(Ascii.string(before, 0, before.length), x)));
    }
}
