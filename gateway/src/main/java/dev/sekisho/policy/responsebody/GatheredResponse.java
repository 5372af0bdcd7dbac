package dev.sekisho.policy.responsebody;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.GatheredBody;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.policy.ChangedBody;
import dev.sekisho.policy.json.BodyCounts;
import dev.sekisho.policy.json.JsonEditor;
import dev.sekisho.policy.json.JsonFault;
import dev.sekisho.policy.responsebody.ResponseBodyConfig.Otherwise;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;

/** A response's body that is in: changed, or passed on or refused where it cannot be. Immutable, thread-safe. */
final class GatheredResponse implements GatheredBody {

    private final JsonEditor editor;
    private final BodyCounts counts;
    private final ResponseBodyConfig config;

    GatheredResponse(JsonEditor editor, BodyCounts counts, ResponseBodyConfig config) {
        this.editor = editor;
        this.counts = counts;
        this.config = config;
    }

    @Override
    public Outcome whole(Exchange x, ByteBuf body) {
        if (!body.isReadable()) {
            return Outcome.CONTINUE;
        }
        byte[] before = ByteBufUtil.getBytes(body);
        try {
            byte[] after = editor.apply(before, x);
            boolean same = Arrays.equals(before, after);
            counts.add(same ? BodyCounts.Outcome.UNCHANGED : BodyCounts.Outcome.EDITED);
            if (!same) {
                ChangedBody.prepare(x.response());
                ChangedBody.weaken(x.response().headers());
                x.replaceBody(after);
            }
            return Outcome.CONTINUE;
        } catch (JsonFault fault) {
            if (fault.kind() == JsonFault.Kind.TOO_LONG) {
                return tooLong(x);
            }
            counts.add(BodyCounts.Outcome.MALFORMED);
            return otherwise(x, config.malformed(), String.valueOf(fault.getMessage()));
        }
    }

    @Override
    public Outcome tooLong(Exchange x) {
        counts.add(BodyCounts.Outcome.TOO_LARGE);
        return otherwise(x, config.tooLarge(), "longer than " + config.maxBody());
    }

    /** The body is compressed, or a part of one. */
    Outcome encoded(Exchange x) {
        counts.add(BodyCounts.Outcome.ENCODED);
        return otherwise(x, config.encoded(), "encoded, or a part");
    }

    private static Outcome otherwise(Exchange x, Otherwise what, String why) {
        if (what == Otherwise.PASS) {
            return Outcome.CONTINUE;
        }
        x.detail("the body of the answer is " + why);
        return new Outcome.Reply(ErrorTemplate.answer(x, Reason.UPSTREAM_BODY, Reason.UPSTREAM_BODY.status()));
    }
}
