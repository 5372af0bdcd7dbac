package dev.sekisho.policy.rules;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.List;
import java.util.stream.IntStream;

/** {@code rules}: who may do what; DENY before ALLOW, as in Istio's AuthorizationPolicy. */
public final class Rules implements PlainPolicyType<RulesConfig> {

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public Class<RulesConfig> configType() {
        return RulesConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.AUTHORISATION;
    }

    @Override
    public Policy create(RulesConfig config) {
        if (config.deny().isEmpty() && config.allow().isEmpty()) {
            throw new IllegalArgumentException("rules: none (expected: deny or allow)");
        }
        return new RulesPolicy(rules(config.deny()), rules(config.allow()));
    }

    private static List<Rule> rules(List<RuleConfig> configs) {
        return IntStream.range(0, configs.size())
                .mapToObj(i -> Rule.of(configs.get(i), i))
                .toList();
    }

    @Override
    public String describe(RulesConfig config) {
        String deny = config.deny().isEmpty() ? "" : "refuses what " + count(config.deny()) + " of deny describes";
        String allow =
                config.allow().isEmpty() ? "" : "lets pass only what " + count(config.allow()) + " of allow describes";
        return deny + (deny.isEmpty() || allow.isEmpty() ? "" : "; ") + allow;
    }

    private static String count(List<RuleConfig> rules) {
        return rules.size() == 1 ? "the rule" : "one of " + rules.size() + " rules";
    }
}
