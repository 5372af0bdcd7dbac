package dev.sekisho.server.discovery;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** What the network interfaces of this host can reach. */
final class Interfaces {

    private Interfaces() {}

    /**
     * Leaves out IPv6 addresses where no interface has one to reach them from and there are IPv4 addresses (as
     * AI_ADDRCONFIG of RFC 3493 section 6.1 is meant). Loopback addresses always stay.
     */
    static List<InetAddress> reachable(List<InetAddress> addresses) {
        boolean mixed = addresses.stream().anyMatch(Inet4Address.class::isInstance)
                && addresses.stream().anyMatch(Interfaces::isFarIpv6);
        if (!mixed || hasIpv6()) {
            return addresses;
        }
        return addresses.stream().filter(address -> !isFarIpv6(address)).toList();
    }

    private static boolean isFarIpv6(InetAddress address) {
        return address instanceof Inet6Address && !address.isLoopbackAddress();
    }

    private static boolean hasIpv6() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(address -> isFarIpv6(address) && !address.isLinkLocalAddress());
        } catch (SocketException _) {
            return true;
        }
    }
}
