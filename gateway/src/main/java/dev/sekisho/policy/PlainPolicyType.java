package dev.sekisho.policy;

import dev.sekisho.dataplane.Policy;

/**
 * A kind of policy that needs nothing but its settings. Thread-safe.
 *
 * @param <C> the record of its settings
 */
public interface PlainPolicyType<C extends Record> extends PolicyType<C> {

    /** Makes a policy; runs when a snapshot is built, may throw {@link IllegalArgumentException} for what cannot work. */
    Policy create(C config);

    @Override
    default Policy create(C config, PolicyContext context) {
        return create(config);
    }
}
