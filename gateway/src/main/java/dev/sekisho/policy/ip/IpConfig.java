package dev.sekisho.policy.ip;

import dev.sekisho.model.Cidr;
import dev.sekisho.model.Property;
import java.util.List;
import java.util.Optional;

/** Settings of the {@code ip} policy. */
public record IpConfig(
        @Property(
                value = "Addresses and blocks that may ask; all others are refused. None given: all but those of deny"
                        + " may.",
                example = "[10.0.0.0/8, \"2001:db8::/32\"]")
        List<Cidr> allow,

        @Property(
                value = "Addresses and blocks that are refused, also where allow names them.",
                example = "[10.9.0.0/16]")
        List<Cidr> deny,

        @Property(value = "Status of a refusal.", defaultValue = "403", min = "400", max = "499")
        int status,

        @Property(
                value = "What a refusal says; left out, a sentence of the gateway's.",
                example = "Ask from the office, please.")
        Optional<String> message) {

    /** Takes copies. */
    public IpConfig {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** Refusals in the gateway's own words. */
    public IpConfig(List<Cidr> allow, List<Cidr> deny, int status) {
        this(allow, deny, status, Optional.empty());
    }
}
