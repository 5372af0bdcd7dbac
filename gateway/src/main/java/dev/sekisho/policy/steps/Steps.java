package dev.sekisho.policy.steps;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;

/** {@code steps}: a small program, after nginx's module rewrite (its documentation). */
public final class Steps implements PolicyType<StepsConfig> {

    @Override
    public String name() {
        return "steps";
    }

    @Override
    public Class<StepsConfig> configType() {
        return StepsConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(StepsConfig config, PolicyContext context) {
        if (config.run().isEmpty()) {
            throw new IllegalArgumentException("run: none (expected: at least one step)");
        }
        return new StepsPolicy(new Instructions(context.files()).of("run", config.run()));
    }

    @Override
    public String describe(StepsConfig config) {
        return Description.of(config.run());
    }
}
