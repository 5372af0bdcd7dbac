package dev.sekisho.dataplane.upstream.balancer;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.model.HashKey;

/** What of a request a balancer goes by. A request without it goes by the client's address. Thread-safe. */
public final class RequestKey {

    private static final int IPV4 = 4;

    private enum Part {
        HEADER,
        COOKIE,
        QUERY,
        ADDRESS,
        NETWORK,
        PATH
    }

    private final Part part;
    private final HeaderName header;
    private final byte[] name;

    private RequestKey(Part part, String name) {
        this.part = part;
        this.header = part == Part.HEADER ? HeaderName.of(name) : HeaderName.COOKIE;
        this.name = Ascii.bytes(name);
    }

    /** The key of a configuration. */
    public static RequestKey of(HashKey key) {
        if (key.header().isPresent()) {
            return new RequestKey(Part.HEADER, key.header().get());
        }
        if (key.cookie().isPresent()) {
            return new RequestKey(Part.COOKIE, key.cookie().get());
        }
        if (key.query().isPresent()) {
            return new RequestKey(Part.QUERY, key.query().get());
        }
        return key.path() ? new RequestKey(Part.PATH, "") : clientAddress();
    }

    /** The client's address. */
    public static RequestKey clientAddress() {
        return new RequestKey(Part.ADDRESS, "");
    }

    /** The first three bytes of an IPv4 address, all of an IPv6 one, as nginx's {@code ip_hash}. */
    public static RequestKey clientNetwork() {
        return new RequestKey(Part.NETWORK, "");
    }

    /** The hash of the key. */
    public long of(Exchange x) {
        RequestHead head = x.request();
        Headers headers = head.headers();
        long range = switch (part) {
            case HEADER -> Found.header(headers, header);
            case COOKIE -> Found.cookie(headers, name);
            case QUERY -> Found.query(head, name);
            case PATH -> Found.range(head.pathStart(), head.pathEnd());
            case ADDRESS, NETWORK -> Found.NOTHING;
        };
        if (range != Found.NOTHING) {
            return KeyHash.of(headers.bytes(), Found.start(range), Found.end(range));
        }
        byte[] address = x.clientAddress();
        boolean network = part == Part.NETWORK && address.length == IPV4;
        return KeyHash.of(address, 0, network ? IPV4 - 1 : address.length);
    }
}
