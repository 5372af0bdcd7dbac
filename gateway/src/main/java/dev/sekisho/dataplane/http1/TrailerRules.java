package dev.sekisho.dataplane.http1;

import dev.sekisho.dataplane.FieldRole;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Set;

/**
 * Which trailers may be passed on: none that frames the message, routes it, authenticates, or says who the client is, since
 * they come when all of that was decided (RFC 9110 section 6.5.1).
 */
public final class TrailerRules {

    /** Fields that must not come in trailers: framing, routing, authentication, cookies. */
    private static final Set<HeaderName> NEVER = Set.of(
            HeaderName.AUTHORIZATION,
            HeaderName.PROXY_AUTHORIZATION,
            HeaderName.COOKIE,
            HeaderName.SET_COOKIE,
            HeaderName.CONTENT_ENCODING,
            HeaderName.CONTENT_TYPE,
            HeaderName.CACHE_CONTROL,
            HeaderName.TRAILER,
            HeaderName.X_REQUEST_ID);

    private TrailerRules() {}

    /** The lines of those that may be passed on, each with its CRLF; takes the others out of the fields. */
    public static ByteBuf lines(Headers fields) {
        for (int i = 0; i < fields.count(); i++) {
            HeaderName known = fields.known(i);
            FieldRole role = known != null
                    ? known.role()
                    : FieldRole.ofUnknown(fields.bytes(), fields.nameStart(i), fields.nameEnd(i));
            if (role != FieldRole.PLAIN || (known != null && NEVER.contains(known))) {
                fields.remove(i);
            }
        }
        ByteBuf out = Unpooled.buffer(fields.end());
        fields.writeTo(out);
        return out;
    }
}
