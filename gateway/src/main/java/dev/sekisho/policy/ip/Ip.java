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
        if (config.allow().isEmpty() && config.deny().isEmpty()) {
            throw new IllegalArgumentException("allow and deny: both empty (expected: at least one address)");
        }
        if (config.status() < 400 || config.status() > 499) {
            throw new IllegalArgumentException("status: " + config.status() + " (expected: 400 to 499)");
        }
        return new IpPolicy(
                AddressSet.of(config.allow()),
                AddressSet.of(config.deny()),
                config.allow().isEmpty(),
                config.status(),
                config.message());
    }

    @Override
    public String describe(IpConfig config) {
        List<String> parts = new ArrayList<>();
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
