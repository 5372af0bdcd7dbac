package dev.sekisho.tls;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.identity.ClientIdentity;
import dev.sekisho.dataplane.listener.tls.Staple;
import dev.sekisho.dataplane.listener.tls.TlsHost;
import dev.sekisho.dataplane.listener.tls.TlsHosts;
import dev.sekisho.dataplane.transport.TlsProvider;
import dev.sekisho.model.ClientCertificates;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Hsts;
import dev.sekisho.model.ListenerTls;
import dev.sekisho.model.TlsCertificate;
import dev.sekisho.model.TlsVersion;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the TLS of a listener from its configuration and the files that it names. Thread-safe. */
public final class TlsLoader {

    private static final int DNS = 2; // RFC 5280 section 4.2.1.6

    private TlsLoader() {}

    /** A client that knows none of the protocols goes on without one, as with nginx. */
    private static ApplicationProtocolConfig alpn(List<String> protocols) {
        if (protocols.isEmpty()) {
            return ApplicationProtocolConfig.DISABLED;
        }
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                protocols);
    }

    /**
     * Reads everything.
     *
     * @param protocols what clients may agree on in the handshake (ALPN, RFC 7301), best first; empty to offer nothing
     * @throws IOException where a file cannot be read or used; the message says which, and what would do
     */
    public static TlsHosts load(ListenerTls tls, List<String> protocols) throws IOException {
        List<TlsHost> hosts = new ArrayList<>();
        try {
            for (TlsCertificate certificate : tls.certificates()) {
                hosts.add(host(tls, certificate, protocols));
            }
        } catch (IOException e) {
            new TlsHosts(hosts, 0, new byte[0]).release();
            throw e;
        }
        byte[] hsts = tls.hsts().map(h -> Ascii.bytes(text(h))).orElse(new byte[0]);
        return new TlsHosts(hosts, tls.handshakeTimeout().toMillis(), hsts, tls.rejectUnknown(), tls.sameHost());
    }

    private static String text(Hsts hsts) {
        return "max-age=" + hsts.maxAge().toSeconds() + (hsts.includeSubDomains() ? "; includeSubDomains" : "")
                + (hsts.preload() ? "; preload" : "");
    }

    private static TlsHost host(ListenerTls tls, TlsCertificate certificate, List<String> protocols)
            throws IOException {
        Optional<ClientCertificates> clients = certificate.clients().or(tls::clients);
        List<HostPattern> names =
                certificate.names().isEmpty() ? named(certificate.certificate()) : certificate.names();
        List<X509Certificate> chain = Pem.certificates("certificate", certificate.certificate());
        Staple staple = staple(certificate, chain);
        try {
            return new TlsHost(
                    names,
                    context(tls, certificate, clients, protocols),
                    ClientIdentity.of(chain.getFirst()).uris(),
                    staple,
                    tls.tickets(),
                    clients.isPresent(),
                    clients.filter(c -> !c.optional()).isPresent(),
                    clients.map(ClientCertificates::forward).orElse(false));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(Pem.shown(certificate.certificate()) + ": " + e.getMessage(), e);
        }
    }

    private static Staple staple(TlsCertificate certificate, List<X509Certificate> chain) throws IOException {
        if (certificate.ocspFile().isPresent()) {
            return Staple.of(Pem.bytes("ocsp", certificate.ocspFile().get()));
        }
        if (!certificate.fetchesOcsp() || !TlsProvider.isNative()) {
            return Staple.none();
        }
        if (chain.size() < 2) {
            throw new IOException("ocsp: fetch: " + Pem.shown(certificate.certificate())
                    + " has one certificate (expected: behind it the one that it was signed with)");
        }
        return Staple.asked(new Staple.Question(chain.getFirst(), chain.get(1)));
    }

    private static SslContext context(
            ListenerTls tls, TlsCertificate certificate, Optional<ClientCertificates> clients, List<String> protocols)
            throws IOException, GeneralSecurityException {
        SslContextBuilder builder = Pem.server(
                        certificate.certificate(), certificate.privateKey(), certificate.password())
                .sslProvider(TlsProvider.chosen())
                .protocols(versions(tls))
                .applicationProtocolConfig(alpn(protocols))
                .sessionCacheSize(tls.sessions())
                .sessionTimeout(Math.max(1, tls.sessionTimeout().toSeconds()))
                .enableOcsp(certificate.ocsp().isPresent() && TlsProvider.isNative());
        List<String> ciphers =
                CipherList.javaNames(certificate.ciphers().or(tls::ciphers).orElse(CipherList.DEFAULT));
        builder.ciphers(ciphers, SupportedCipherSuiteFilter.INSTANCE); // which knows no names of OpenSSL
        if (clients.isPresent()) {
            builder.trustManager(Trust.of(clients.get()))
                    .clientAuth(clients.get().optional() ? ClientAuth.OPTIONAL : ClientAuth.REQUIRE);
        }
        Sessions.prepare(tls);
        SslContext context = builder.build();
        Sessions.configure(context, tls);
        return context;
    }

    private static List<String> versions(ListenerTls tls) {
        return Arrays.stream(TlsVersion.values())
                .filter(v -> v.compareTo(tls.minVersion()) >= 0 && v.compareTo(tls.maxVersion()) <= 0)
                .map(v -> "TLSv" + v)
                .toList();
    }

    /** The host names in a certificate. */
    private static List<HostPattern> named(String file) throws IOException {
        X509Certificate first = Pem.certificates("certificate", file).getFirst();
        List<HostPattern> names = new ArrayList<>();
        try {
            Collection<List<?>> all = first.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.get(0).equals(DNS)) {
                    names.add(serverName((String) name.get(1)));
                }
            }
        } catch (CertificateParsingException | IllegalArgumentException e) {
            throw new IOException("certificate: " + Pem.shown(file) + ": " + e.getMessage(), e);
        }
        return names;
    }

    private static HostPattern serverName(String text) {
        HostPattern name = HostPattern.parse(text);
        if (!name.isServerName()) {
            throw new IllegalArgumentException(text + " (expected: a host name)");
        }
        return name;
    }

    /** The files that a listener's TLS is made from. */
    public static List<Path> files(ListenerTls tls) {
        Stream<ClientCertificates> clients = Stream.concat(
                tls.clients().stream(), tls.certificates().stream().flatMap(c -> c.clients().stream()));
        Stream<String> own = tls.certificates().stream()
                .flatMap(c -> Stream.concat(
                        Stream.concat(Stream.of(c.certificate()), c.key().stream()), c.ocspFile().stream()));
        Stream<String> others = clients.flatMap(c -> Stream.concat(Stream.of(c.ca()), c.crl().stream()));
        return Stream.concat(own, others)
                .filter(source -> !Pem.isText(source))
                .distinct()
                .map(Path::of)
                .toList();
    }
}
