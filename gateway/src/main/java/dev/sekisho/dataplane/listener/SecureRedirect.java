package dev.sekisho.dataplane.listener;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.SecureLocation;
import dev.sekisho.model.HttpsRedirect;

/**
 * Sends clients of a listener in the clear to TLS. Host and path were checked by then, so neither can split the head; a request
 * without a host (HTTP/1.0) cannot be sent anywhere and is refused. Thread-safe.
 */
public final class SecureRedirect {

    private static final byte[] HTTPS = Ascii.bytes("https");

    private SecureRedirect() {}

    /**
     * Answers a request whose head is whole and whose fields the listener has judged; false where it is to be served, since
     * there is no redirect, or a trusted proxy says that the client came over TLS to it.
     */
    public static boolean answers(Exchange x, ListenerSettings settings) {
        if (settings.redirect().isEmpty() || isSecure(x)) {
            return false;
        }
        RequestHead head = x.request();
        if (head.hostEnd() == head.hostStart()) {
            ChainRunner.fail(x, Reason.HOST);
            return true;
        }
        HttpsRedirect redirect = settings.redirect().get();
        ChainRunner.reply(
                x,
                Response.of(redirect.status())
                        .with(HeaderName.LOCATION, SecureLocation.of(head, redirect.port()))
                        .because(Reason.REDIRECT));
        return true;
    }

    /** Says the field that the listener itself has set, or left as a trusted proxy has sent it. */
    private static boolean isSecure(Exchange x) {
        Headers headers = x.request().headers();
        int field = headers.find(HeaderName.X_FORWARDED_PROTO);
        return field >= 0 && !x.caller().hasPlainFields() && headers.valueEqualsLower(field, HTTPS);
    }
}
