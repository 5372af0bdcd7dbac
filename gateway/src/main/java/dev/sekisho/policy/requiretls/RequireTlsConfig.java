package dev.sekisho.policy.requiretls;

import dev.sekisho.model.Property;
import java.util.Set;

/** Settings of the {@code require-tls} policy. */
public record RequireTlsConfig(
        @Property(
                value =
                        "What a request in the clear is answered: 426, which refuses it, or a redirect to https: 308 or 307, which keep method and body, or 301 or 302, for clients that know no other.",
                defaultValue = "426",
                min = "301",
                max = "426")
        int status,

        @Property(
                value = "Port that a redirect leads to; 443 is left out of the URL.",
                defaultValue = "443",
                min = "1",
                max = "65535")
        int port) {

    /** The status that refuses (RFC 9110 section 15.5.22). */
    static final int UPGRADE_REQUIRED = 426;

    private static final Set<Integer> STATUSES = Set.of(301, 302, 307, 308, UPGRADE_REQUIRED);

    /** Checks that it is a redirect or a refusal. */
    public RequireTlsConfig {
        if (!STATUSES.contains(status)) {
            throw new IllegalArgumentException("status: " + status + " (expected: 301, 302, 307, 308 or 426)");
        }
    }

    /** Whether the client is sent to https. */
    boolean redirects() {
        return status != UPGRADE_REQUIRED;
    }
}
