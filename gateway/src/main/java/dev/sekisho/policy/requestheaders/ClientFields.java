package dev.sekisho.policy.requestheaders;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig.Expect;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig.Names;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig.Upgrade;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the fields that the client has sent pass at all; allocates nothing. Thread-safe.
 *
 * @param clear whether none does that a policy may change
 */
record ClientFields(boolean clear, Names names, Upgrade upgrade, Expect expect) {

    void apply(Exchange x) {
        RequestHead request = x.request();
        if (clear || names != Names.ANY) {
            Headers headers = request.headers();
            for (int i = 0, count = headers.count(); i < count; i++) {
                if (!headers.isRemoved(i) && goes(headers, i)) {
                    headers.remove(i);
                }
            }
        }
        // over HTTP/2 a WebSocket is asked for by CONNECT, which has no other meaning to fall back to
        if (upgrade == Upgrade.DROP && request.isUpgrade() && request.headers().contains(HeaderName.UPGRADE)) {
            request.upgrade(false);
            request.webSocket(false);
            request.headers().remove(HeaderName.UPGRADE);
        }
        if (expect == Expect.ANSWER && request.headers().contains(HeaderName.EXPECT)) {
            x.letBodyCome();
        }
    }

    /** Names are looked at first, since nearly all are plain. */
    private boolean goes(Headers headers, int field) {
        if (!clear && isPlain(headers, field)) {
            return false;
        }
        @Nullable HeaderName known = headers.known(field);
        return known == null || FieldNames.isChangeable(known, Head.REQUEST);
    }

    private boolean isPlain(Headers headers, int field) {
        byte[] bytes = headers.bytes();
        for (int i = headers.nameStart(field); i < headers.nameEnd(field); i++) {
            byte c = bytes[i];
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
            if (!plain && !(c == '_' && names == Names.UNDERSCORES)) {
                return false;
            }
        }
        return true;
    }

    void describe(List<String> steps) {
        if (clear) {
            steps.add("removes all");
        }
        switch (names) {
            case ANY -> {}
            case HYPHENS -> steps.add("removes names of more than letters, digits and hyphens");
            case UNDERSCORES -> steps.add("removes names of more than letters, digits, hyphens and underscores");
        }
        if (upgrade == Upgrade.DROP) {
            steps.add("drops Upgrade");
        }
        if (expect == Expect.ANSWER) {
            steps.add("answers Expect");
        }
    }
}
