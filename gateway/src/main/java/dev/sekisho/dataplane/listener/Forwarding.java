package dev.sekisho.dataplane.listener;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.FieldRole;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.RequestIds;
import dev.sekisho.dataplane.listener.tls.TlsPeer;

/**
 * What the upstream is told of the client: X-Forwarded-For, -Host, -Proto, -Port, Forwarded (RFC 7239), X-Request-ID and
 * Via. A trusted peer's fields are kept and added to; everybody else's are replaced. Thread-safe.
 */
public final class Forwarding {

    private static final byte[] HTTP = Ascii.bytes("http");
    private static final byte[] FOR = Ascii.bytes("for=");
    private static final byte[] HOST = Ascii.bytes(";host=");
    private static final byte[] HTTPS = Ascii.bytes("https");
    private static final byte[] PROTO = Ascii.bytes(";proto=");
    private static final HeaderName CLIENT_CERTIFICATE = HeaderName.of("X-Forwarded-Client-Cert");

    private Forwarding() {}

    /** Sets the client's address and the fields of a request that came from the peer. */
    public static void apply(Exchange x, Peer peer, ListenerSettings settings) {
        RequestHead head = x.request();
        Headers headers = head.headers();
        x.caller().address(peer.address(), peer.text());
        x.caller().ends(peer.ends());
        x.caller().listener(settings.name());
        if (settings.forwarded().users()) {
            restore(headers, FieldRole.IDENTITY);
        }
        if (settings.forwarded().add()) {
            tell(x, headers, peer, settings);
        } else {
            pass(x, headers, peer, settings);
        }
        TlsPeer tls = peer.tls();
        if (tls != null) {
            tls(x, headers, tls);
        }
        if (settings.via().isPresent()) {
            byte[] via = settings.via().get();
            headers.addChecked(HeaderName.VIA, via, 0, via.length);
        }
    }

    private static void tell(Exchange x, Headers headers, Peer peer, ListenerSettings settings) {
        RequestHead head = x.request();
        if (settings.clientField() != HeaderName.X_FORWARDED_FOR && peer.trusted()) {
            FieldClient.take(x, headers, settings);
        }
        boolean keeps = head.hasForwarded() && peer.trusted();
        if (keeps) {
            seeThrough(x, headers, peer, settings);
        } else {
            if (head.hasForwarded()) {
                removeForwarded(headers);
            }
            headers.addChecked(HeaderName.X_FORWARDED_FOR, peer.text(), 0, peer.text().length);
        }
        addMissing(headers, HeaderName.X_FORWARDED_PROTO, scheme(peer), keeps);
        addMissing(headers, HeaderName.X_FORWARDED_PORT, peer.localPort(), keeps);
        int host = head.hostField();
        if (host >= 0 && !(keeps && headers.contains(HeaderName.X_FORWARDED_HOST))) {
            int from = headers.valueStart(host);
            int to = headers.valueEnd(host);
            headers.addChecked(HeaderName.X_FORWARDED_HOST, headers.bytes(), from, to);
        }
        forwarded(headers, peer, host, keeps);
        requestId(x, headers);
    }

    /** Nothing is added or replaced; the request has an id, which the upstream is not told. */
    private static void pass(Exchange x, Headers headers, Peer peer, ListenerSettings settings) {
        x.caller().plainFields(true);
        if (peer.trusted()) {
            FieldClient.take(x, headers, settings);
        }
        restore(headers, FieldRole.FORWARDED);
        if (!settings.forwarded().requestIds() || !clientRequestId(x, headers)) {
            ownRequestId(x, headers);
            headers.remove(headers.count() - 1);
        }
    }

    /** Fields that elsewhere only the gateway may set are the client's here; spellings that only deceive are still left out. */
    private static void restore(Headers headers, FieldRole wanted) {
        for (int i = 0, count = headers.count(); i < count; i++) {
            HeaderName known = headers.known(i);
            FieldRole role = known != null
                    ? known.role()
                    : FieldRole.ofUnknown(headers.bytes(), headers.nameStart(i), headers.nameEnd(i));
            if (role == wanted && isHyphened(headers.bytes(), headers.nameStart(i), headers.nameEnd(i))) {
                headers.restore(i);
            }
        }
    }

    private static boolean isHyphened(byte[] bytes, int start, int end) {
        return Ascii.indexOf(bytes, start, end, '_') < 0 && Ascii.indexOf(bytes, start, end, '.') < 0;
    }

    private static byte[] scheme(Peer peer) {
        return peer.tls() == null ? HTTP : HTTPS;
    }

    private static void tls(Exchange x, Headers headers, TlsPeer tls) {
        x.caller().tls(tls.connection());
        if (tls.host().asksClients()) {
            x.caller().certificate(tls.client());
            clientCertificate(headers, tls);
        }
    }

    /** Who the client is by its certificate; what the client itself says of that never passes. */
    private static void clientCertificate(Headers headers, TlsPeer tls) {
        headers.remove(CLIENT_CERTIFICATE);
        byte[] forwarded = tls.forwarded();
        if (forwarded.length > 0) {
            headers.add(CLIENT_CERTIFICATE, forwarded, 0, forwarded.length);
        }
    }

    private static void removeForwarded(Headers headers) {
        for (int i = 0, count = headers.count(); i < count; i++) {
            HeaderName known = headers.known(i);
            if (known != null && known.role() == FieldRole.FORWARDED) {
                headers.remove(i);
            }
        }
    }

    private static void addMissing(Headers headers, HeaderName name, byte[] value, boolean keeps) {
        if (!keeps || !headers.contains(name)) {
            headers.addChecked(name, value, 0, value.length);
        }
    }

    /** The peer is added to those that have passed the request on; one of them is the client. */
    private static void seeThrough(Exchange x, Headers headers, Peer peer, ListenerSettings settings) {
        String before = String.join(", ", headers.getAll(HeaderName.X_FORWARDED_FOR));
        String peerText = Ascii.string(peer.text(), 0, peer.text().length);
        if (settings.clientField() == HeaderName.X_FORWARDED_FOR) {
            FieldClient.take(x, headers, settings);
        }
        headers.set(HeaderName.X_FORWARDED_FOR, before.isEmpty() ? peerText : before + ", " + peerText);
    }

    private static void forwarded(Headers headers, Peer peer, int host, boolean keeps) {
        int hostLength = host < 0 ? 0 : headers.valueEnd(host) - headers.valueStart(host);
        int earlier = keeps ? headers.find(HeaderName.FORWARDED) : -1;
        int earlierLength = earlier < 0 ? 0 : headers.valueEnd(earlier) - headers.valueStart(earlier);
        int room = earlierLength + peer.text().length + hostLength + 40;
        int start = headers.begin(HeaderName.FORWARDED, room);
        byte[] bytes = headers.bytes();
        int at = headers.end();
        if (earlier >= 0) {
            at = put(bytes, at, bytes, headers.valueStart(earlier), earlierLength);
            bytes[at++] = ',';
            bytes[at++] = ' ';
            headers.remove(earlier);
        }
        at = put(bytes, at, FOR, 0, FOR.length);
        boolean v6 = Ascii.indexOf(peer.text(), 0, peer.text().length, ':') >= 0;
        at = v6 ? putText(bytes, at, '"', '[') : at;
        at = put(bytes, at, peer.text(), 0, peer.text().length);
        at = v6 ? putText(bytes, at, ']', '"') : at;
        if (host >= 0) {
            at = put(bytes, at, HOST, 0, HOST.length);
            bytes[at++] = '"';
            at = put(bytes, at, bytes, headers.valueStart(host), hostLength);
            bytes[at++] = '"';
        }
        byte[] scheme = scheme(peer);
        at = put(bytes, at, PROTO, 0, PROTO.length);
        at = put(bytes, at, scheme, 0, scheme.length);
        headers.advance(at);
        headers.finish(HeaderName.FORWARDED, start);
    }

    private static int put(byte[] into, int at, byte[] from, int start, int length) {
        System.arraycopy(from, start, into, at, length);
        return at + length;
    }

    private static int putText(byte[] into, int at, char first, char second) {
        into[at] = (byte) first;
        into[at + 1] = (byte) second;
        return at + 2;
    }

    /** Takes the client's request id where it is harmless, else makes one. */
    private static void requestId(Exchange x, Headers headers) {
        if (!clientRequestId(x, headers)) {
            headers.remove(HeaderName.X_REQUEST_ID);
            ownRequestId(x, headers);
        }
    }

    private static boolean clientRequestId(Exchange x, Headers headers) {
        int field = headers.find(HeaderName.X_REQUEST_ID);
        boolean harmless = field >= 0
                && headers.find(HeaderName.X_REQUEST_ID, field + 1) < 0
                && RequestIds.isHarmless(headers.bytes(), headers.valueStart(field), headers.valueEnd(field));
        if (harmless) {
            x.requestId(headers.valueStart(field), headers.valueEnd(field));
        }
        return harmless;
    }

    private static void ownRequestId(Exchange x, Headers headers) {
        int start = headers.begin(HeaderName.X_REQUEST_ID, RequestIds.LENGTH);
        int at = headers.end();
        x.loop().requestIds().write(headers.bytes(), at);
        headers.advance(at + RequestIds.LENGTH);
        headers.finish(HeaderName.X_REQUEST_ID, start);
        x.requestId(at, at + RequestIds.LENGTH);
    }
}
