package dev.sekisho.policy.ip;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.Cidr;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code ip}: which addresses may ask. */
public final class Ip implements PlainPolicyType<IpConfig> {

    private static final int SHOWN = 5; // blocks of a list in a description

    @Override
    public String name() {
        return "ip";
    }

    @Override
    public Class<IpConfig> configType() {
        return IpConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public boolean isAlternative() {
        return true;
    }

    @Override
    public Policy create(IpConfig config) {
        boolean plain = !config.allow().isEmpty() || !config.deny().isEmpty();
        if (!plain && config.rules().isEmpty()) {
            throw new IllegalArgumentException("allow and deny: both empty (expected: at least one address)");
        }
        if (plain && !config.rules().isEmpty()) {
            throw new IllegalArgumentException("rules: given (expected: only without allow and deny)");
        }
        if (config.status() < 400 || config.status() > 499) {
            throw new IllegalArgumentException("status: " + config.status() + " (expected: 400 to 499)");
        }
        return new IpPolicy(verdicts(config), config.allow().isEmpty(), config.status(), config.message());
    }

    /** What is asked, in order. */
    private static List<IpPolicy.Verdict> verdicts(IpConfig config) {
        List<IpConfig.Rule> rules = config.rules();
        if (rules.isEmpty()) {
            return List.of(
                    new IpPolicy.Verdict(AddressSet.of(config.deny()), false),
                    new IpPolicy.Verdict(AddressSet.of(config.allow()), true));
        }
        List<IpPolicy.Verdict> verdicts = new ArrayList<>();
        for (int from = 0, to = 0; from < rules.size(); from = to) {
            List<Cidr> blocks = new ArrayList<>(); // of rules in a row that say the same: one look for all
            boolean allows = rules.get(from).allows();
            for (to = from; to < rules.size() && rules.get(to).allows() == allows; to++) {
                if (rules.get(to).allow().isEmpty() == rules.get(to).deny().isEmpty()) {
                    throw new IllegalArgumentException(
                            "rules[" + to + "]: neither or both (expected: exactly one of allow and deny)");
                }
                blocks.addAll(rules.get(to).blocks());
            }
            verdicts.add(new IpPolicy.Verdict(AddressSet.of(blocks), allows));
        }
        return verdicts;
    }

    @Override
    public String describe(IpConfig config) {
        List<String> parts = new ArrayList<>();
        if (!config.rules().isEmpty()) {
            return config.rules().stream()
                            .limit(SHOWN)
                            .map(rule -> (rule.allows() ? "lets " : "refuses ") + list(rule.blocks()))
                            .collect(Collectors.joining(", then "))
                    + (config.rules().size() > SHOWN ? " and " + (config.rules().size() - SHOWN) + " more rules" : "")
                    + "; answers those refused " + config.status();
        }
        if (!config.deny().isEmpty()) {
            parts.add("refuses " + list(config.deny()));
        }
        parts.add(
                config.allow().isEmpty()
                        ? "lets every other address ask"
                        : "lets only " + list(config.allow()) + " ask");
        return String.join(", ", parts) + "; answers others " + config.status();
    }

    private static String list(List<Cidr> blocks) {
        String shown = blocks.stream().limit(SHOWN).map(Cidr::toString).collect(Collectors.joining(", "));
        return blocks.size() > SHOWN ? shown + " and " + (blocks.size() - SHOWN) + " more" : shown;
    }
}
