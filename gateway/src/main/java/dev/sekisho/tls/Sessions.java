package dev.sekisho.tls;

import dev.sekisho.dataplane.transport.TlsProvider;
import dev.sekisho.model.ListenerTls;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import java.security.SecureRandom;

/** How sessions are kept for resumption. Each context keeps its own, so none is resumed under other rules. */
final class Sessions {

    private static final int NAME = 16; // bytes of the three parts of a ticket key
    private static final int HMAC = 16;
    private static final int AES = 16;

    private Sessions() {}

    /** Java reads whether it gives tickets when it makes a context; one context is made at a time, on the control side. */
    static void prepare(ListenerTls tls) {
        if (!TlsProvider.isNative()) {
            System.setProperty("jdk.tls.server.enableSessionTicketExtension", Boolean.toString(tls.tickets()));
        }
    }

    static void configure(SslContext context, ListenerTls tls) {
        if (!(context.sessionContext() instanceof OpenSslSessionContext sessions)) {
            return; // the Java runtime keeps sessions by the size and time given to the builder
        }
        sessions.setSessionCacheEnabled(tls.sessions() > 0);
        if (tls.tickets()) {
            sessions.setTicketKeys(new OpenSslSessionTicketKey(random(NAME), random(HMAC), random(AES)));
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
