package dev.sekisho.dataplane.upstream.balancer;

import dev.sekisho.dataplane.Addresses;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Pairs;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.model.HashKey;
import java.nio.charset.StandardCharsets;

/** What of a request a balancer goes by. A request without it goes by the client's address; of a variable the empty value counts. Thread-safe. */
public final class RequestKey {

    private static final int IPV4 = 4;

    private enum Part {
        HEADER,
        COOKIE,
        QUERY,
        ADDRESS,
        NETWORK,
        PATH,
        CONSUMER,
        SUBJECT,
        VARIABLE
    }

    private final Part part;
    private final HeaderName header;
    private final byte[] name;
    private final String variable;
    private final boolean crc; // as ModuloHash and Ketama go by

    private RequestKey(Part part, String name) {
        this(part, name, false);
    }

    private RequestKey(Part part, String name, boolean crc) {
        this.part = part;
        this.crc = crc;
        this.header = part == Part.HEADER ? HeaderName.of(name) : HeaderName.COOKIE;
        this.name = name.getBytes(StandardCharsets.UTF_8);
        this.variable = name;
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
        if (key.variable().isPresent()) {
            return new RequestKey(Part.VARIABLE, key.variable().get());
        }
        if (key.path()) {
            return new RequestKey(Part.PATH, "");
        }
        if (key.consumer()) {
            return new RequestKey(Part.CONSUMER, "");
        }
        return key.subject() ? new RequestKey(Part.SUBJECT, "") : clientAddress();
    }

    /** The same by CRC-32, for algorithms that go by it. */
    public RequestKey byCrc() {
        return new RequestKey(part, variable, true);
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
        if (part == Part.VARIABLE) {
            return of(x.variable(variable));
        }
        String who = switch (part) {
            case CONSUMER -> x.principal().consumerName();
            case SUBJECT -> x.principal().subject();
            case HEADER, COOKIE, QUERY, ADDRESS, NETWORK, PATH, VARIABLE -> "";
        };
        return who.isEmpty() ? ofHead(x) : of(who);
    }

    private long of(String text) {
        return crc ? Crc32.key(text) : KeyHash.of(text);
    }

    private long ofHead(Exchange x) {
        RequestHead head = x.request();
        Headers headers = head.headers();
        long range = switch (part) {
            case HEADER -> Found.header(headers, header);
            case COOKIE -> Found.cookie(headers, name);
            case QUERY -> Found.parameter(head, name);
            case PATH -> Pairs.range(head.pathStart(), head.pathEnd());
            case ADDRESS, NETWORK, CONSUMER, SUBJECT, VARIABLE -> Pairs.NOTHING;
        };
        if (range != Pairs.NOTHING) {
            return of(headers.bytes(), Pairs.start(range), Pairs.end(range));
        }
        return of(x.caller().address());
    }

    private long of(byte[] bytes, int start, int end) {
        return crc ? Crc32.key(bytes, start, end) : KeyHash.of(bytes, start, end);
    }

    /** The hash of a client's address, for keys of other parts too. */
    public long of(byte[] address) {
        int start = Addresses.isMapped(address) ? address.length - IPV4 : 0; // the same client by either family
        if (part == Part.NETWORK) {
            return AddressHash.key(
                    address, start, address.length - start == IPV4 ? address.length - 1 : address.length);
        }
        return of(address, start, address.length);
    }
}
