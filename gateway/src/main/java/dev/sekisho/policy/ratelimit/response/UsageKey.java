package dev.sekisho.policy.ratelimit.response;

import dev.sekisho.dataplane.Addresses;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.ratelimit.algorithm.LimitKey;
import dev.sekisho.policy.ratelimit.response.ResponseRateLimitConfig.Key;

/**
 * Writes whose responses are counted together: the route first, where each counts for itself, then the kind, then the key, so that no key
 * of one kind can be taken for one of another. Immutable, thread-safe; allocates nothing.
 *
 * @param byRoute whether each route counts for itself
 */
record UsageKey(Key key, boolean byRoute) {

    private static final int END = 0; // of a name
    private static final int KNOWN = 1;
    private static final int ADDRESS = 2;
    private static final int IPV6_PREFIX = 8; // bytes: what a site has for itself

    void write(Exchange x, LimitKey into) {
        into.clear();
        if (byRoute) {
            into.add(x.route().name());
            into.add(END);
        }
        String known = switch (key) {
            case CONSUMER -> x.principal().consumerName();
            case CREDENTIAL -> x.principal().credential();
            case ADDRESS -> "";
        };
        if (known.isEmpty()) {
            address(x.caller().address(), into);
        } else {
            into.add(KNOWN);
            into.add(known);
        }
    }

    private static void address(byte[] address, LimitKey into) {
        into.add(ADDRESS);
        int start = Addresses.isMapped(address) ? 12 : 0;
        boolean short4 = address.length - start == 4;
        into.add(address, start, short4 ? address.length : Math.min(address.length, IPV6_PREFIX));
    }
}
