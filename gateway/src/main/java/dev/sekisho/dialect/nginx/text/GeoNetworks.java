package dev.sekisho.dialect.nginx.text;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The addresses of a {@code geo} in the order in which nginx reads them: of two equal blocks the later one counts, of a range within another
 * one too, which is cut there. Belongs to one translation.
 */
final class GeoNetworks {

    private final Map<String, String> blocks = new LinkedHashMap<>();
    private final TreeMap<Long, Range> ranges = new TreeMap<>(); // by first address; none overlaps another

    /** IPv4 addresses from the first to the last, and their value. */
    private record Range(long first, long last, String value) {}

    /** Gives addresses a value. */
    void put(String addresses, String value, boolean isRange) {
        if (isRange) {
            Range range = range(addresses, value);
            cut(range.first, range.last);
            ranges.put(range.first, range);
        } else {
            blocks.put(block(addresses), value);
        }
    }

    /** Takes the value of exactly these addresses away. */
    void delete(String addresses, boolean isRange) {
        if (!isRange) {
            blocks.remove(block(addresses));
            return;
        }
        Range range = range(addresses, "");
        Optional<Range> known = Optional.ofNullable(ranges.get(range.first));
        known.filter(each -> each.last == range.last).ifPresent(each -> ranges.remove(each.first));
    }

    /** Makes room: what other ranges have of these addresses. */
    private void cut(long first, long last) {
        while (true) {
            Map.Entry<Long, Range> before = ranges.floorEntry(last);
            if (before == null || before.getValue().last < first) {
                return;
            }
            Range range = before.getValue();
            ranges.remove(range.first);
            if (range.last > last) {
                ranges.put(last + 1, new Range(last + 1, range.last, range.value));
            }
            if (range.first < first) {
                ranges.put(range.first, new Range(range.first, first - 1, range.value));
                return;
            }
        }
    }

    /** All addresses with their values, in the form of the model. */
    Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>(blocks);
        ranges.values().forEach(range -> all.put(text(range.first) + "-" + text(range.last), range.value));
        return all;
    }

    private static Range range(String text, String value) {
        int dash = text.indexOf('-');
        return new Range(number(text.substring(0, dash)), number(text.substring(dash + 1)), value);
    }

    private static long number(String address) {
        long number = 0;
        for (byte b : bytes(address)) {
            number = number << 8 | b & 0xFF;
        }
        return number;
    }

    private static String text(long address) {
        return (address >> 24) + "." + (address >> 16 & 0xFF) + "." + (address >> 8 & 0xFF) + "." + (address & 0xFF);
    }

    /** A block in one form, without bits beyond its prefix, which nginx takes away too. */
    private static String block(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
        int bits = address.length * 8;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        for (int bit = prefix; bit < bits; bit++) {
            address[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
        }
        try {
            return InetAddress.getByAddress(address).getHostAddress() + (prefix == bits ? "" : "/" + prefix);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " (expected: an address block)", e);
        }
    }

    private static byte[] bytes(String literal) {
        return InetAddress.ofLiteral(literal).getAddress();
    }
}
