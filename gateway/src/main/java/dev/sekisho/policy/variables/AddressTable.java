package dev.sekisho.policy.variables;

import java.util.Arrays;

/**
 * Values of address blocks, the smallest of which counts: two binary tries over the bits of addresses, of 4 bytes and of 16. A look goes
 * along the bits of an address, so it costs 32 or 128 steps whatever the number of blocks. Filled before it is used, then only read, by any
 * thread.
 */
final class AddressTable {

    private static final int NONE = -1;
    private static final int SHORT = 0; // root of addresses of 4 bytes
    private static final int LONG = 1;

    private int[] children = new int[64]; // two for each node; 0 for none, since no root is a child
    private int[] values = new int[32];
    private int count = 2;

    AddressTable() {
        Arrays.fill(values, NONE);
    }

    /**
     * Adds the addresses from the first to the last; where that is no block, as the blocks that it is made of.
     *
     * @throws IllegalArgumentException where both are not of one kind and rising, or the very same block has a value already
     */
    void add(byte[] first, byte[] last, int value) {
        if (first.length != last.length || Arrays.compareUnsigned(first, last) > 0) {
            throw new IllegalArgumentException("range (expected: two addresses of one kind, rising)");
        }
        split(root(first), new Range(first, last, first.length * 8), 0, value);
    }

    private record Range(byte[] first, byte[] last, int bits) {}

    /** Goes down while the block of the node holds more than the range; both ends have the bits of the node's path until then. */
    private void split(int node, Range range, int depth, int value) {
        if (isWhole(range, depth)) {
            set(node, value);
            return;
        }
        int low = bit(range.first, depth);
        int high = bit(range.last, depth);
        if (low == high) {
            split(child(node, low), range, depth + 1, value);
            return;
        }
        split(child(node, 0), new Range(range.first, edge(range.first, depth + 1, true), range.bits), depth + 1, value);
        split(child(node, 1), new Range(edge(range.last, depth + 1, false), range.last, range.bits), depth + 1, value);
    }

    /** Whether all bits from that depth on are 0 in the first and 1 in the last address. */
    private static boolean isWhole(Range range, int depth) {
        for (int i = depth; i < range.bits; i++) {
            if (bit(range.first, i) != 0 || bit(range.last, i) != 1) {
                return false;
            }
        }
        return true;
    }

    /** The same address with all bits from that depth on set, or cleared. */
    private static byte[] edge(byte[] address, int depth, boolean set) {
        byte[] edge = address.clone();
        for (int i = depth; i < edge.length * 8; i++) {
            int mask = 0x80 >> (i & 7);
            edge[i >> 3] = (byte) (set ? edge[i >> 3] | mask : edge[i >> 3] & ~mask);
        }
        return edge;
    }

    private void set(int node, int value) {
        if (values[node] != NONE) {
            throw new IllegalArgumentException("a block of it (expected: none that another entry has a value for)");
        }
        values[node] = value;
    }

    private static int bit(byte[] address, int at) {
        return address[at >> 3] >> (7 - (at & 7)) & 1;
    }

    private static int root(byte[] address) {
        return address.length == 4 ? SHORT : LONG;
    }

    private int child(int node, int bit) {
        int known = children[node * 2 + bit];
        if (known != 0) {
            return known;
        }
        if (count == values.length) {
            children = Arrays.copyOf(children, count * 4);
            values = Arrays.copyOf(values, count * 2);
            Arrays.fill(values, count, values.length, NONE);
        }
        children[node * 2 + bit] = count;
        return count++;
    }

    /** The value for an address of 4 or 16 bytes; -1 where there is none, and for anything else. */
    int find(byte[] address) {
        if (address.length != 4 && address.length != 16) {
            return NONE;
        }
        int node = root(address);
        int found = values[node];
        for (int depth = 0; depth < address.length * 8; depth++) {
            node = children[node * 2 + bit(address, depth)];
            if (node == 0) {
                return found;
            }
            found = values[node] == NONE ? found : values[node];
        }
        return found;
    }
}
