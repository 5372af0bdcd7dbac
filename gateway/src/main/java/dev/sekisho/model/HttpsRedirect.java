package dev.sekisho.model;

import java.util.Set;

/** Sends clients that come in the clear to TLS, whatever they ask for. */
public record HttpsRedirect(
        @Property(
                value = "Port that they are sent to; 443 is left out of the URL.",
                defaultValue = "443",
                min = "1",
                max = "65535")
        int port,

        @Property(
                value =
                        "Status: 308 or 307, which keep method and body, or 301 or 302, for clients that know no other.",
                defaultValue = "308",
                min = "301",
                max = "308")
        int status) {

    private static final Set<Integer> STATUSES = Set.of(301, 302, 307, 308);

    /** Checks that it is a redirect. */
    public HttpsRedirect {
        if (!STATUSES.contains(status)) {
            throw new IllegalArgumentException("status: " + status + " (expected: 301, 302, 307 or 308)");
        }
    }
}
