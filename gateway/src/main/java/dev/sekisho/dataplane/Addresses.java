package dev.sekisho.dataplane;

import java.util.Arrays;

/** IP addresses as bytes in network order. */
public final class Addresses {

    private Addresses() {}

    /** The IPv4 address that an IPv4-mapped IPv6 address stands for (RFC 4291 section 2.5.5.2); any other as it is. */
    public static byte[] folded(byte[] address) {
        return isMapped(address) ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    /** Whether it is an IPv4-mapped IPv6 address, whose last four bytes are the IPv4 address. */
    public static boolean isMapped(byte[] address) {
        if (address.length != 16 || address[10] != -1 || address[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
