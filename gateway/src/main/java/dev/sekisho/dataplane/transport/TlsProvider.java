package dev.sekisho.dataplane.transport;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/**
 * Who does the cryptography of TLS: BoringSSL where its library loads, else the Java runtime, which the system property
 * {@code sekisho.tls=jdk} also asks for. Contexts that are made hold to what was chosen then.
 */
public final class TlsProvider {

    /** The system property: {@code auto} or {@code jdk}. */
    public static final String PROPERTY = "sekisho.tls";

    private TlsProvider() {}

    /** The one in use. */
    public static SslProvider chosen() {
        return isNative() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }

    /** The same, for contexts that nobody releases: the collector does. */
    public static SslProvider collected() {
        return isNative() ? SslProvider.OPENSSL : SslProvider.JDK;
    }

    /**
     * Whether it is BoringSSL.
     *
     * @throws IllegalArgumentException where the property says neither
     */
    public static boolean isNative() {
        String wanted = System.getProperty(PROPERTY, "auto");
        return switch (wanted) {
            case "auto" -> OpenSsl.isAvailable();
            case "jdk" -> false;
            default -> throw new IllegalArgumentException(PROPERTY + ": " + wanted + " (expected: auto or jdk)");
        };
    }
}
