package dev.sekisho.policy.requestbody;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.policy.json.BodyCounts;
import dev.sekisho.policy.json.JsonEditor;
import dev.sekisho.policy.json.JsonFault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Map;

/** JSON that is in: changed, or refused with the place where it is none. Immutable, thread-safe. */
final class GatheredJson extends Gathered {

    private final JsonEditor editor;

    GatheredJson(JsonEditor editor, BodyCounts counts) {
        super(counts);
        this.editor = editor;
    }

    @Override
    public Outcome whole(Exchange x, ByteBuf body) {
        if (!body.isReadable()) {
            return Outcome.CONTINUE; // it was announced, and is empty
        }
        byte[] before = ByteBufUtil.getBytes(body);
        try {
            return replace(x, before, editor.apply(before, x));
        } catch (JsonFault fault) {
            return fault.kind() == JsonFault.Kind.TOO_LONG ? tooLong(x) : malformed(x, fault);
        }
    }

    private Outcome malformed(Exchange x, JsonFault fault) {
        String error = switch (fault.kind()) {
            case MALFORMED -> "malformed_json";
            case DUPLICATE -> "duplicate_member";
            case TOO_DEEP -> "json_too_deep";
            case TOO_LONG -> "body_too_large";
        };
        x.detail(error + " at line " + fault.line() + ", column " + fault.column());
        Map<String, Object> where = Map.of("line", fault.line(), "column", fault.column());
        return refuse(
                BodyCounts.Outcome.MALFORMED,
                ErrorTemplate.answer(x, Reason.BODY_MALFORMED, Reason.BODY_MALFORMED.status(), error, where));
    }
}
