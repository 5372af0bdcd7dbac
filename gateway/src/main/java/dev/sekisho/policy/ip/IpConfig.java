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
        Optional<String> message,

        @Property(
                value =
                        "Rules in place of allow and deny, in order: the first that names the address decides; where none"
                                + " does, it may ask.",
                example = "[{ allow: [10.9.0.1] }, { deny: [10.0.0.0/8] }]")
        List<Rule> rules) {

    /** Takes copies. */
    public IpConfig {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        rules = List.copyOf(rules);
    }

    /** Without rules. */
    public IpConfig(List<Cidr> allow, List<Cidr> deny, int status, Optional<String> message) {
        this(allow, deny, status, message, List.of());
    }

    /** Rules in order, refusals in the gateway's own words. */
    public static IpConfig ordered(List<Rule> rules, int status) {
        return new IpConfig(List.of(), List.of(), status, Optional.empty(), rules);
    }

    /** Refusals in the gateway's own words. */
    public IpConfig(List<Cidr> allow, List<Cidr> deny, int status) {
        this(allow, deny, status, Optional.empty());
    }

    /** A rule; exactly one of both. */
    public record Rule(
            @Property(value = "Addresses and blocks that may ask.", example = "[10.9.0.1]")
            List<Cidr> allow,

            @Property(value = "Addresses and blocks that are refused.", example = "[10.0.0.0/8]")
            List<Cidr> deny) {

        /** Takes copies. */
        public Rule {
            allow = List.copyOf(allow);
            deny = List.copyOf(deny);
        }

        /** Whether those whom it names may ask. */
        boolean allows() {
            return !allow.isEmpty();
        }

        /** Those whom it names. */
        List<Cidr> blocks() {
            return allows() ? allow : deny;
        }
    }
}
