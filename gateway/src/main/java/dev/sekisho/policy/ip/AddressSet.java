package dev.sekisho.policy.ip;

import dev.sekisho.dataplane.Addresses;
import dev.sekisho.model.Cidr;
import java.util.List;

/**
 * Addresses of both versions. An IPv4-mapped IPv6 address is the IPv4 address (RFC 4291 section 2.5.5.2), so blocks of IPv6
 * never hold it. Immutable, thread-safe; the time to look grows with the logarithm of the number of blocks, and looking
 * allocates nothing.
 */
final class AddressSet {

    private static final int IPV4 = 4;
    private static final int IPV6 = 16;

    private final AddressRanges four;
    private final AddressRanges six;

    private AddressSet(AddressRanges four, AddressRanges six) {
        this.four = four;
        this.six = six;
    }

    /** All addresses of these blocks. */
    static AddressSet of(List<Cidr> blocks) {
        return new AddressSet(ranges(blocks, IPV4), ranges(blocks, IPV6));
    }

    private static AddressRanges ranges(List<Cidr> blocks, int length) {
        return AddressRanges.of(blocks.stream()
                .filter(block -> block.first().length == length)
                .map(AddressSet::range)
                .toList());
    }

    private static AddressRanges.Range range(Cidr block) {
        byte[] first = block.first();
        byte[] last = block.last();
        if (first.length == IPV4) {
            return new AddressRanges.Range(0, number(first, 0, IPV4), 0, number(last, 0, IPV4));
        }
        return new AddressRanges.Range(
                number(first, 0, 8), number(first, 8, IPV6), number(last, 0, 8), number(last, 8, IPV6));
    }

    /** Whether the address, 4 or 16 bytes in network order, is one of these; of other lengths none is. */
    boolean contains(byte[] address) {
        return switch (address.length) {
            case IPV4 -> four.contains(0, number(address, 0, IPV4));
            case IPV6 ->
                Addresses.isMapped(address)
                        ? four.contains(0, number(address, 12, IPV6))
                        : six.contains(number(address, 0, 8), number(address, 8, IPV6));
            default -> false;
        };
    }

    private static long number(byte[] bytes, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number << 8 | (bytes[i] & 0xFF);
        }
        return number;
    }
}
