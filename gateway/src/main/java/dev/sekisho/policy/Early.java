package dev.sekisho.policy;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.PrincipalUser;

/**
 * A policy type once more under a name of its own, before whoever asks for credentials: as nginx counts requests before it looks at who
 * sends them, so that guesses at passwords are limited too. Immutable, thread-safe.
 *
 * @param of the type
 */
record Early<C extends Record>(PolicyType<C> of) implements PolicyType<C> {

    @Override
    public String name() {
        return "early-" + of.name();
    }

    @Override
    public Class<C> configType() {
        return of.configType();
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public boolean isAlternative() {
        return false;
    }

    @Override
    public Policy create(C config, PolicyContext context) {
        if (config instanceof PrincipalUser user && user.withoutPrincipal().isPresent()) {
            throw new IllegalArgumentException(user.withoutPrincipal().get()
                    + " (expected: nothing about who the client is, since nobody is known here yet)");
        }
        return of.create(config, context);
    }

    @Override
    public String describe(C config) {
        return of.describe(config);
    }
}
