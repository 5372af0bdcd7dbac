package dev.sekisho.policy.concurrency;

import dev.sekisho.dataplane.Addresses;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldValue;
import java.util.Optional;

/** What requests are counted by. Immutable, thread-safe; writing allocates nothing where {@link FieldValue} does not. */
sealed interface PlaceKey {

    /** Writes the key behind the end of headers; nothing where the request has none. */
    void write(Exchange x, Headers into);

    /** One key for all. */
    record Everyone() implements PlaceKey {
        @Override
        public void write(Exchange x, Headers into) {
            into.reserve(1);
            into.bytes()[into.end()] = '*';
            into.advance(into.end() + 1);
        }
    }

    /** The address, of IPv6 its leading bits. */
    record OfAddress(int prefix) implements PlaceKey {
        private static final int VERSION_6 = 16;
        private static final int MAPPED = 12; // bytes before the IPv4 address in a mapped one

        @Override
        public void write(Exchange x, Headers into) {
            byte[] address = x.caller().address();
            int start = Addresses.isMapped(address) ? MAPPED : 0; // else all of IPv4 would be one client
            int length = address.length - start;
            int bits = length == VERSION_6 ? prefix : length * Byte.SIZE;
            int size = (bits + Byte.SIZE - 1) / Byte.SIZE;
            if (size == 0) {
                return;
            }
            into.reserve(size + 1);
            int at = into.end();
            byte[] bytes = into.bytes();
            bytes[at++] = (byte) length; // a short prefix of one version is not an address of the other
            System.arraycopy(address, start, bytes, at, size);
            bytes[at + size - 1] &= (byte) (0xFF << size * Byte.SIZE - bits);
            into.advance(at + size);
        }
    }

    /** The values of a field, one behind the other. */
    record OfField(HeaderName name) implements PlaceKey {
        @Override
        public void write(Exchange x, Headers into) {
            Headers request = x.request().headers();
            for (int i = request.find(name); i >= 0; i = request.find(name, i + 1)) {
                int length = request.valueEnd(i) - request.valueStart(i);
                into.reserve(length + 1);
                System.arraycopy(request.bytes(), request.valueStart(i), into.bytes(), into.end(), length);
                into.bytes()[into.end() + length] = '\n'; // stands in no value
                into.advance(into.end() + length + 1);
            }
        }
    }

    /** The credential, which is told apart from those of other consumers. */
    record OfCredential(FieldValue value) implements PlaceKey {
        @Override
        public void write(Exchange x, Headers into) {
            if (!x.principal().credential().isEmpty()) {
                value.write(into, x);
            }
        }
    }

    /** The value of a template. */
    record OfValue(FieldValue value) implements PlaceKey {
        @Override
        public void write(Exchange x, Headers into) {
            value.write(into, x);
        }
    }

    /**
     * The key of settings.
     *
     * @throws IllegalArgumentException where they contradict one another
     */
    static PlaceKey of(ConcurrencyConfig config) {
        check(config);
        return switch (config.key()) {
            case ROUTE, GLOBAL -> new Everyone();
            case CONSUMER -> new OfValue(FieldValue.parse("key", "{consumer}"));
            case CREDENTIAL -> new OfCredential(FieldValue.parse("key", "{authMethod} {consumer} {credential}"));
            case PLAN -> new OfValue(FieldValue.parse("key", "{plan}"));
            case ADDRESS -> new OfAddress(config.ipv6Prefix());
            case HEADER ->
                new OfField(FieldNames.field("header", config.header().orElse("")));
            case TEMPLATE ->
                new OfValue(FieldValue.parse("template", config.template().orElse("")));
        };
    }

    /** Checks that what belongs to a key is given where that is the key, and nowhere else. */
    static void check(ConcurrencyConfig config) {
        belongs("header", config.header(), config.key(), ConcurrencyConfig.Key.HEADER);
        belongs("template", config.template(), config.key(), ConcurrencyConfig.Key.TEMPLATE);
        if (config.ipv6Prefix() < 1 || config.ipv6Prefix() > 128) {
            throw new IllegalArgumentException("ipv6Prefix: " + config.ipv6Prefix() + " (expected: 1 to 128)");
        }
    }

    private static void belongs(
            String setting, Optional<String> given, ConcurrencyConfig.Key key, ConcurrencyConfig.Key wanted) {
        if (given.isPresent() != (key == wanted)) {
            throw new IllegalArgumentException(setting + ": " + (given.isPresent() ? "given" : "none")
                    + " (expected: with key: " + setting + ", and only then)");
        }
    }
}
