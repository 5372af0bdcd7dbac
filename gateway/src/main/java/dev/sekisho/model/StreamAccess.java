package dev.sekisho.model;

import java.util.List;

/** Whether clients of some addresses are served by a stream. The first rule that holds a client's address decides. */
public record StreamAccess(
        @Property("Whether they are served.") boolean allow,

        @Property(value = "Their addresses.", example = "[ 10.0.0.0/8 ]")
        List<Cidr> from) {

    /** Checks that it says something. */
    public StreamAccess {
        if (from.isEmpty()) {
            throw new IllegalArgumentException("from: none (expected: at least one address block)");
        }
    }

    /** Whether an address is among these, in network order, an IPv4-mapped one as IPv4. */
    public boolean holds(byte[] address) {
        for (Cidr block : from) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a client of this address is served; where no rule holds it, it is. */
    public static boolean allows(List<StreamAccess> rules, byte[] address) {
        for (StreamAccess rule : rules) {
            if (rule.holds(address)) {
                return rule.allow();
            }
        }
        return true;
    }
}
