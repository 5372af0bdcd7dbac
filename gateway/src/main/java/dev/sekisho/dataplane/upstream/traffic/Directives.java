package dev.sekisho.dataplane.upstream.traffic;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What response fields say of keeping an answer (RFC 9111 sections 4.1 and 5.2.2). Thread-safe. */
final class Directives {

    private static final List<String> NEVER_STALE =
            List.of("no-store", "no-cache", "private", "must-revalidate", "proxy-revalidate", "s-maxage");
    private static final Set<String> IN_KEY = Set.of("accept", "accept-encoding", "accept-language");

    private Directives() {}

    /** Whether a Cache-Control value in lower case holds the directive, with an argument or without. */
    static boolean has(String control, String directive) {
        for (String part : control.split(",", -1)) {
            String name = part.strip();
            int argument = name.indexOf('=');
            if ((argument < 0 ? name : name.substring(0, argument)).strip().equals(directive)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a shared cache may serve the answer stale. */
    static boolean allowStale(String control) {
        return NEVER_STALE.stream().noneMatch(directive -> has(control, directive));
    }

    /** Whether the answer depends on no request field beyond those that are part of the key. */
    static boolean variesByAccept(List<String> vary) {
        for (String name : String.join(",", vary).split(",", -1)) {
            if (!name.isBlank() && !IN_KEY.contains(name.strip().toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }
}
