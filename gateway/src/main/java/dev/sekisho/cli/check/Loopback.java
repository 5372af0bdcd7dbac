package dev.sekisho.cli.check;

import dev.sekisho.model.Address;
import java.net.InetAddress;

/** Addresses that no packet leaves this machine for; told without looking a name up. */
final class Loopback {

    private Loopback() {}

    static boolean is(Address address) {
        if (address.host().equals("localhost") || address.host().endsWith(".localhost")) { // RFC 6761 section 6.3
            return true;
        }
        try {
            return InetAddress.ofLiteral(address.host()).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
