package dev.sekisho.policy.onstatus;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code on-status}: another route in place of an error, after nginx's error_page (documentation of its core module). */
public final class OnStatus implements PlainPolicyType<OnStatusConfig> {

    @Override
    public String name() {
        return "on-status";
    }

    @Override
    public Class<OnStatusConfig> configType() {
        return OnStatusConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(OnStatusConfig config) {
        if (config.rules().isEmpty()) {
            throw new IllegalArgumentException("rules: none (expected: at least one)");
        }
        RuleTable gateway = new RuleTable();
        RuleTable upstream = new RuleTable();
        for (int i = 0; i < config.rules().size(); i++) {
            OnStatusRule rule = config.rules().get(i);
            String setting = "rules[" + i + "].";
            statuses(setting, rule.statuses());
            Replacing made = Replacing.of(setting, rule);
            gateway.add(rule.statuses(), made);
            if (rule.upstream()) {
                upstream.add(rule.statuses(), made);
            }
        }
        return new OnStatusPolicy(gateway, upstream, config.recursive());
    }

    private static void statuses(String setting, List<StatusPattern> statuses) {
        if (statuses.isEmpty()) {
            throw new IllegalArgumentException(setting + "statuses: none (expected: at least one, such as 5xx)");
        }
        for (StatusPattern pattern : statuses) {
            if (pattern.from() < 300 || (pattern.from() == 304 && pattern.to() == 304)) {
                throw new IllegalArgumentException(
                        setting + "statuses: " + pattern + " (expected: statuses from 300 on, without 304)");
            }
        }
    }

    @Override
    public String describe(OnStatusConfig config) {
        List<String> parts = new ArrayList<>();
        for (OnStatusRule rule : config.rules()) {
            String statuses =
                    rule.statuses().stream().map(StatusPattern::toString).collect(Collectors.joining(", "));
            String whose = rule.upstream() ? " of gateway and backend" : " of the gateway";
            String status = rule.status().equals("keep") ? "" : ", status " + rule.status();
            parts.add(statuses + whose + " by " + Replacing.describe(rule.to()) + status);
        }
        return "replaces " + String.join("; ", parts);
    }
}
