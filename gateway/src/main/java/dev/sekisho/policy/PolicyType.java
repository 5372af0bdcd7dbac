package dev.sekisho.policy;

import dev.sekisho.dataplane.Policy;

/**
 * A kind of policy: its name in configurations, its settings, and how a policy is made of them. Thread-safe.
 *
 * @param <C> the record of its settings
 */
public interface PolicyType<C extends Record> {

    /** Name in configurations, such as {@code cors}. */
    String name();

    /** The record of its settings. */
    Class<C> configType();

    /** Where in the chain it stands. */
    Stage stage();

    /**
     * Whether one of {@code any-of} may be of this type. Such a policy looks at requests only, not at responses and ends, and sets no mark
     * ({@code Exchange.mark}); where it refuses, it leaves the credential in the request, since another one may read it; what must be
     * done for requests that it is not asked about is in {@link Precautions}.
     */
    default boolean isAlternative() {
        return stage() == Stage.AUTHENTICATION;
    }

    /** Makes a policy; runs when a snapshot is built, may throw {@link IllegalArgumentException} for what cannot work. */
    Policy create(C config, PolicyContext context);

    /** What a policy with these settings does, in one line, for {@code explain}. */
    String describe(C config);
}
