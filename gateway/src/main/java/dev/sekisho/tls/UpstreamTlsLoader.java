package dev.sekisho.tls;

import dev.sekisho.dataplane.transport.TlsProvider;
import dev.sekisho.dataplane.upstream.TargetTls;
import dev.sekisho.model.Protocol;
import dev.sekisho.model.Secret;
import dev.sekisho.model.UpstreamTls;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.net.ssl.SSLContext;

/** Makes the TLS of connections to an upstream from its configuration and the files that it names. Thread-safe. */
public final class UpstreamTlsLoader {

    private UpstreamTlsLoader() {}

    /**
     * Reads everything.
     *
     * @throws IllegalArgumentException where a file cannot be read or used; the message says which, and what would do
     */
    public static TargetTls load(UpstreamTls tls, Protocol protocol) {
        try {
            SslContext upgrading = protocol == Protocol.AUTO
                    ? builder(tls)
                            .applicationProtocolConfig(offer(ApplicationProtocolNames.HTTP_1_1))
                            .build()
                    : null;
            return new TargetTls(
                    context(tls, protocol), upgrading, tls.serverName().orElse(""), tls.sni());
        } catch (IOException e) {
            throw new IllegalArgumentException("tls: " + e.getMessage(), e);
        }
    }

    /**
     * The same for connections that are no upstream's: what the sockets of the JDK need; they check names only where they are told to.
     *
     * @throws IllegalArgumentException as {@link #load}
     */
    public static SSLContext sockets(UpstreamTls tls) {
        try {
            return ((JdkSslContext) builder(tls).sslProvider(SslProvider.JDK).build()).context();
        } catch (IOException e) {
            throw new IllegalArgumentException("tls: " + e.getMessage(), e);
        }
    }

    private static SslContext context(UpstreamTls tls, Protocol protocol) throws IOException {
        SslContextBuilder builder = builder(tls);
        return switch (protocol) {
            case HTTP1 -> builder.build();
            case HTTP2 ->
                builder.applicationProtocolConfig(offer(ApplicationProtocolNames.HTTP_2))
                        .build();
            case AUTO ->
                builder.applicationProtocolConfig(
                                offer(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1))
                        .build();
        };
    }

    /** What is offered by ALPN, the preferred first. */
    private static ApplicationProtocolConfig offer(String... names) {
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                names);
    }

    private static SslContextBuilder builder(UpstreamTls tls) throws IOException {
        // not reference counted: a service has no end at which its context could be released
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(TlsProvider.collected())
                .protocols("TLSv1.3", "TLSv1.2");
        if (!tls.verify()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
        } else if (tls.ca().isPresent()) {
            builder.trustManager(Pem.certificates("ca", tls.ca().get()));
        }
        if (tls.certificate().isPresent() && tls.privateKey().isPresent()) {
            identify(builder, tls, tls.certificate().get(), tls.privateKey().get());
        }
        return builder;
    }

    private static void identify(SslContextBuilder builder, UpstreamTls tls, String certificate, String key)
            throws IOException {
        try (InputStream chain = new ByteArrayInputStream(Pem.bytes("certificate", certificate));
                InputStream secret = new ByteArrayInputStream(Pem.key(key))) {
            builder.keyManager(chain, secret, tls.password().map(Secret::reveal).orElse(null));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "key: " + Pem.shown(key) + " (expected: the private key of " + Pem.shown(certificate) + " in PEM)",
                    e);
        }
    }
}
