package dev.sekisho.dialect.nginx.directive;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.OptionalLong;

/** Addresses and networks in CIDR form, as nginx reads them; nothing is looked up. */
public final class Networks {

    private Networks() {}

    /** Whether it is an address, or an address and the length of a prefix. */
    public static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean v4 = Address.isIpv4(address);
        if (!v4 && !Address.isIpv6(address)) {
            return false;
        }
        OptionalLong length = slash < 0 ? OptionalLong.of(0) : Values.number(text.substring(slash + 1));
        return length.isPresent() && length.getAsLong() <= (v4 ? 32 : 128);
    }

    /** Whether the address of a network has bits behind its prefix. */
    public static boolean hasLowBits(String network) {
        int slash = network.indexOf('/');
        if (slash < 0) {
            return false;
        }
        byte[] bytes = bytes(network.substring(0, slash));
        int length = (int) Values.number(network.substring(slash + 1)).orElse(0);
        for (int bit = length; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress(); // of literals only
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }
}
