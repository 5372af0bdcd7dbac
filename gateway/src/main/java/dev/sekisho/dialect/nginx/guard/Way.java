package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.model.Origin;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import java.util.Optional;

/**
 * A policy that looks at who asks.
 *
 * @param type its type
 * @param config its settings
 * @param at where it is written
 */
record Way(String type, Record config, Origin at) {

    /** As one of {@code any-of}. */
    PolicyUse use() {
        return new PolicyUse.Inline(new PolicySpec(Optional.empty(), type, config, at));
    }
}
