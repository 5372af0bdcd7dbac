package dev.sekisho.dataplane.http1;

import dev.sekisho.dataplane.FieldRole;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Set;

/** Which trailers pass, of whatever protocol. */
public final class TrailerRules {

    /** Fields that must not come in trailers (RFC 9110 section 6.5.1): framing, routing, authentication, cookies. */
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

    /** Takes out the fields that must not pass, and gives the others as lines, each with its CRLF. The caller releases them. */
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
