package dev.sekisho.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A block of IP addresses (RFC 4632; RFC 4291 section 2.3). A single address is a block of full length. An IPv4-mapped
 * IPv6 address is the IPv4 address.
 */
public final class Cidr {

    private final byte[] network;
    private final int prefix;

    private Cidr(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code 192.0.2.1}, {@code 2001:db8::/32}. Never asks a name server.
     *
     * @throws IllegalArgumentException where the text is no address block, or has bits beyond its prefix
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = literal(slash < 0 ? text : text.substring(0, slash), text);
        int prefix = slash < 0 ? address.length * 8 : prefix(text.substring(slash + 1), address.length * 8, text);
        for (int bit = prefix; bit < address.length * 8; bit++) {
            if ((address[bit >> 3] & (0x80 >> (bit & 7))) != 0) {
                throw new IllegalArgumentException(text + " (expected: no bits set beyond the first " + prefix + ")");
            }
        }
        return new Cidr(address, prefix);
    }

    private static byte[] literal(String address, String text) {
        try {
            if (address.indexOf(':') >= 0) {
                return InetAddress.getByName(address).getAddress();
            }
            if (address.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
                return InetAddress.ofLiteral(address).getAddress();
            }
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new IllegalArgumentException(text + " (expected: an IP address or CIDR block)", e);
        }
        throw new IllegalArgumentException(text + " (expected: an IP address or CIDR block)");
    }

    private static int prefix(String digits, int max, String text) {
        int prefix = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
        if (prefix < 0 || prefix > max) {
            throw new IllegalArgumentException(text + " (expected: a prefix length of 0 to " + max + ")");
        }
        return prefix;
    }

    /** The first address of the block, 4 or 16 bytes in network order. */
    public byte[] first() {
        return network.clone();
    }

    /** The last address of the block. */
    public byte[] last() {
        byte[] last = network.clone();
        for (int bit = prefix; bit < last.length * 8; bit++) {
            last[bit >> 3] |= (byte) (0x80 >> (bit & 7));
        }
        return last;
    }

    /** Whether the block holds the address, given as 4 or 16 bytes in network order. */
    public boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = prefix >> 3;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = prefix & 7;
        return rest == 0 || ((address[whole] ^ network[whole]) & (0xFF00 >> rest) & 0xFF) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr cidr && prefix == cidr.prefix && Arrays.equals(network, cidr.network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + prefix;
    }

    @Override
    public String toString() {
        try {
            String address = InetAddress.getByAddress(network).getHostAddress();
            return prefix == network.length * 8 ? address : address + "/" + prefix;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
