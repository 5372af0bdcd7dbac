package dev.sekisho.model;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Addresses of the link (RFC 3927, RFC 4291 section 2.5.6), where clouds answer with the credentials of a machine; also
 * as IPv6 writes those of IPv4, and the one outside the link that Amazon EC2 uses over IPv6.
 */
public final class LinkLocal {

    /** The JDK makes an IPv4 address of an IPv4-mapped one by itself. */
    private static final List<Cidr> BLOCKS = Stream.of(
                    "169.254.0.0/16",
                    "fe80::/10",
                    "::a9fe:0/112", // IPv4-compatible, RFC 4291 section 2.5.5.1
                    "::ffff:0:a9fe:0/112", // IPv4-translated, RFC 2765 section 2.1
                    "64:ff9b::a9fe:0/112", // NAT64, RFC 6052 section 2.1
                    "2002:a9fe::/32", // 6to4, RFC 3056 section 2
                    "fd00:ec2::254")
            .map(Cidr::parse)
            .toList();

    private LinkLocal() {}

    /** Whether the address is one of them. */
    public static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return BLOCKS.stream().anyMatch(block -> block.contains(bytes));
    }

    /** Whether the host of a URL spells one of them; never asks a name server, so that a name is none. */
    public static boolean isSpelledBy(String host) {
        return literal(host).filter(LinkLocal::contains).isPresent();
    }

    /**
     * The address that the host of a URL spells, also in the decimal, octal and hexadecimal forms that C libraries read;
     * empty for a name. Never asks a name server.
     */
    static Optional<InetAddress> literal(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int zone = bare.indexOf('%');
        String address = zone < 0 ? bare : bare.substring(0, zone);
        return read(Inet4Address::ofPosixLiteral, address).or(() -> read(InetAddress::ofLiteral, address));
    }

    private static Optional<InetAddress> read(Function<String, InetAddress> form, String address) {
        try {
            return Optional.of(form.apply(address));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
