package dev.sekisho.policy.quota;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.PlanQuota;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.nio.file.InvalidPathException;
import java.util.HashMap;
import java.util.Map;

/** {@code quota}: requests of a consumer in a minute, hour, day or month of UTC, over restarts. */
public final class Quota implements PolicyType<QuotaConfig> {

    @Override
    public String name() {
        return "quota";
    }

    @Override
    public Class<QuotaConfig> configType() {
        return QuotaConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.LIMIT;
    }

    @Override
    public Policy create(QuotaConfig config, PolicyContext context) {
        if (config.name().isEmpty()) {
            throw new IllegalArgumentException("name: an empty one (expected: the name of a count)");
        }
        Map<String, Allowance> plans = new HashMap<>();
        context.consumers().quotas().forEach((plan, quota) -> plans.put(plan, Allowance.of(quota)));
        Allowance others = Allowance.of(config.limits().orElse(PlanQuota.NONE));
        if (others.isUnlimited() && plans.values().stream().allMatch(Allowance::isUnlimited)) {
            throw new IllegalArgumentException(
                    "limits: none (expected: a limit of minute, hour, day or month, here or as quota of a plan)");
        }
        return new QuotaPolicy(config, Map.copyOf(plans), others, ledger(config, context), context.clock());
    }

    private static Ledger ledger(QuotaConfig config, PolicyContext context) {
        if (config.store().isPresent() == config.file().isPresent()) {
            String found = config.store().isPresent() ? "beside file" : "none, and no file";
            throw new IllegalArgumentException("store: " + found + " (expected: one of store and file)");
        }
        if (config.store().isPresent()) {
            return new RedisCounts(
                    context.open(context.redis("store", config.store().get())));
        }
        try {
            return new KeptCounts(context.services().rows(config.file().orElse(""), Period.values().length));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("file: " + e.getReason() + " (expected: the path of a file)", e);
        }
    }

    @Override
    public String describe(QuotaConfig config) {
        String limits = Allowance.of(config.limits().orElse(PlanQuota.NONE)).label();
        return "allows each consumer the quota of its plan" + (limits.isEmpty() ? "" : ", else " + limits)
                + "; counted as " + config.name() + " in "
                + config.store().map(store -> "the store " + store).orElse("a file");
    }
}
