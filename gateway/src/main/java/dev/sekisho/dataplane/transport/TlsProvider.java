package dev.sekisho.dataplane.transport;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** Who does the cryptography of TLS: BoringSSL where its library loads, else the Java runtime. */
public final class TlsProvider {

    private static final SslProvider CHOSEN = OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;

    private TlsProvider() {}

    /** The one in use. */
    public static SslProvider chosen() {
        return CHOSEN;
    }

    /** The same, for contexts that nobody releases: the collector does. */
    public static SslProvider collected() {
        return CHOSEN == SslProvider.JDK ? SslProvider.JDK : SslProvider.OPENSSL;
    }

    /** Whether it is BoringSSL. */
    public static boolean isNative() {
        return CHOSEN != SslProvider.JDK;
    }
}
