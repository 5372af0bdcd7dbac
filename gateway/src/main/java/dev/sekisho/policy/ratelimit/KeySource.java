package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.Addresses;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.policy.ClaimPath;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.ratelimit.algorithm.LimitKey;
import java.util.Locale;
import java.util.Optional;

/** Whose requests are counted together. Immutable, thread-safe. */
sealed interface KeySource {

    /** Writes the key of a request; false where it has none, so that nothing is written. Scratch is for passing use. */
    boolean write(Exchange x, LimitKey into, Headers scratch);

    /** What the metrics call it: the kind alone. */
    String kind();

    /**
     * The source that a setting names.
     *
     * @throws IllegalArgumentException where it names none
     */
    static KeySource parse(String key, RateLimitConfig.AddressPrefix prefix) {
        for (Known known : Known.values()) {
            if (known.kind().equals(key)) {
                return known;
            }
        }
        if (key.equals("address")) {
            return new Address(prefix.ipv4(), prefix.ipv6());
        }
        if (key.startsWith("path:")) {
            return OnePath.parse(key.substring("path:".length()).strip());
        }
        if (key.startsWith("header:")) {
            return new Header(
                    FieldNames.field("key", key.substring("header:".length()).strip()));
        }
        if (key.startsWith("claim:")) {
            return new Claim(
                    ClaimPath.of("key", key.substring("claim:".length()).strip()));
        }
        if (key.indexOf('{') < 0) {
            throw new IllegalArgumentException("key: " + FieldNames.printable(key)
                    + " (expected: global, route, path, path:PATH, consumer, credential, plan, address,"
                    + " header:NAME, claim:PATH, or a text with placeholders)");
        }
        return new Template(FieldValue.parse("key", key));
    }

    /** What the key comes to where nobody is known; empty where it does not depend on that. */
    static Optional<String> withoutPrincipal(RateLimitConfig config) {
        KeySource source = parse(config.key(), config.addressPrefix());
        return switch (source) {
            case Claim _ -> Optional.of(unknown(config));
            case Known known ->
                switch (known) {
                    case CONSUMER, CREDENTIAL, PLAN -> Optional.of(unknown(config));
                    case GLOBAL, ROUTE, PATH -> Optional.empty();
                };
            case Template(FieldValue value) when value.isOfPrincipalAlone() -> Optional.of(unknown(config));
            case Template(FieldValue value)
            when value.isOfPrincipal() -> Optional.of("key: " + config.key() + ": tells no clients apart");
            default -> Optional.empty();
        };
    }

    private static String unknown(RateLimitConfig config) {
        return "key: " + config.key() + ": empty, so that "
                + switch (config.emptyKey()) {
                    case ADDRESS -> "clients are counted by address";
                    case PASS -> "nothing is counted";
                    case REFUSE -> "every request is refused";
                };
    }

    /** What every request has or may have. */
    enum Known implements KeySource {
        GLOBAL,
        ROUTE,
        PATH,
        CONSUMER,
        CREDENTIAL,
        PLAN;

        private final String kind = name().toLowerCase(Locale.ROOT);

        @Override
        public boolean write(Exchange x, LimitKey into, Headers scratch) {
            return switch (this) {
                case GLOBAL -> true;
                case ROUTE -> text(x.route().name(), into);
                case PATH -> {
                    into.add(
                            x.request().headers().bytes(),
                            x.request().pathStart(),
                            x.request().pathEnd());
                    yield true;
                }
                case CONSUMER -> text(x.principal().consumerName(), into);
                case CREDENTIAL -> text(x.principal().credential(), into);
                case PLAN -> text(x.principal().plan(), into);
            };
        }

        @Override
        public String kind() {
            return kind;
        }
    }

    /** The client's address, or the network that it is in. */
    record Address(int ipv4, int ipv6) implements KeySource {
        @Override
        public boolean write(Exchange x, LimitKey into, Headers scratch) {
            byte[] address = x.caller().address();
            boolean mapped = Addresses.isMapped(address);
            int start = mapped ? 12 : 0;
            int bits = address.length - start == 4 ? ipv4 : ipv6;
            int end = Math.min(address.length, start + bits / 8);
            into.add(address.length - start);
            into.add(address, start, end);
            if (bits % 8 != 0 && end < address.length) {
                into.add(address[end] & 0xFF00 >> bits % 8);
            }
            return address.length > 0;
        }

        @Override
        public String kind() {
            return "address";
        }
    }

    /** One path, for requests with that path alone. */
    record OnePath(byte[] path) implements KeySource {

        static OnePath parse(String path) {
            byte[] bytes = Ascii.bytes(path);
            if (!path.startsWith("/") || !path.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '?' && c != '#')) {
                throw new IllegalArgumentException("key: path:" + FieldNames.printable(path)
                        + " (expected: a path as requests have it, such as path:/login)");
            }
            return new OnePath(bytes);
        }

        @Override
        public boolean write(Exchange x, LimitKey into, Headers scratch) {
            RequestHead request = x.request();
            into.add(path, 0, path.length);
            return Ascii.equals(request.headers().bytes(), request.pathStart(), request.pathEnd(), path);
        }

        @Override
        public String kind() {
            return "path";
        }
    }

    /** The first field of a name. */
    record Header(HeaderName name) implements KeySource {
        @Override
        public boolean write(Exchange x, LimitKey into, Headers scratch) {
            return field(x.request().headers(), name, into);
        }

        @Override
        public String kind() {
            return "header";
        }
    }

    /** A claim of a token. */
    record Claim(ClaimPath path) implements KeySource {
        @Override
        public boolean write(Exchange x, LimitKey into, Headers scratch) {
            return text(path.field(x.principal().claims()), into);
        }

        @Override
        public String kind() {
            return "claim";
        }
    }

    /** A text with placeholders. */
    record Template(FieldValue value) implements KeySource {

        private static final HeaderName NAME = HeaderName.of("Key"); // of a head that nobody sees

        @Override
        public boolean write(Exchange x, LimitKey into, Headers scratch) {
            scratch.clear();
            value.addTo(scratch, NAME, x);
            return field(scratch, NAME, into);
        }

        @Override
        public String kind() {
            return "template";
        }
    }

    private static boolean text(String text, LimitKey into) {
        into.add(text);
        return !text.isEmpty();
    }

    private static boolean field(Headers headers, HeaderName name, LimitKey into) {
        int field = headers.find(name);
        if (field < 0 || headers.valueStart(field) == headers.valueEnd(field)) {
            return false;
        }
        into.add(headers.bytes(), headers.valueStart(field), headers.valueEnd(field));
        return true;
    }
}
