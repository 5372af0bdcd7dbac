package dev.sekisho.policy.bots;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;

/** {@code bots}: lets programs in, or refuses them, by User-Agent (RFC 9110 section 10.1.5). */
public final class Bots implements PolicyType<BotsConfig> {

    @Override
    public String name() {
        return "bots";
    }

    @Override
    public Class<BotsConfig> configType() {
        return BotsConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(BotsConfig config, PolicyContext context) {
        if (config.status() < 400 || config.status() > 499) {
            throw new IllegalArgumentException("status: " + config.status() + " (expected: 400 to 499)");
        }
        long longest = config.maxLength().bytes();
        if (longest < 16 || longest > 4096) {
            throw new IllegalArgumentException("maxLength: " + config.maxLength() + " (expected: 16B to 4KiB)");
        }
        return new BotsPolicy(
                new Judge(config, (int) longest), BotCounts.of(context), config.status(), config.dryRun());
    }

    @Override
    public String describe(BotsConfig config) {
        List<String> refused = new ArrayList<>();
        if (!config.deny().isEmpty()) {
            refused.add(config.deny().size() + " patterns");
        }
        if (config.crawlers() == BotsConfig.Known.DENY) {
            refused.add("known crawlers");
        }
        if (config.scanners() == BotsConfig.Known.DENY) {
            refused.add("known scanners");
        }
        if (config.missing() == BotsConfig.Missing.DENY) {
            refused.add("requests without User-Agent");
        }
        refused.add("user agents longer than " + config.maxLength());
        String but =
                config.allow().isEmpty() ? "" : ", but lets " + config.allow().size() + " patterns pass";
        return (config.dryRun() ? "counts " : "refuses ") + String.join(", ", refused) + but;
    }
}
