package dev.sekisho.dataplane;

import dev.sekisho.dataplane.identity.Audiences;
import dev.sekisho.dataplane.identity.Principal;
import java.util.List;
import java.util.stream.Stream;

/**
 * A place of a chain where who sends a request decides which policy serves: by what is known of the client when the request gets there.
 * The choice holds for the whole exchange, whatever policies behind find out. It allocates nothing.
 */
public final class Variants implements Policy {

    /** Does nothing; for whom none of the others is meant. */
    public static final Policy NOTHING = new Policy() {};

    private final Audiences audiences;
    private final Policy[] policies;

    /**
     * Variants.
     *
     * @param audiences for whom each is
     * @param policies one for each audience, in its order, {@link #NOTHING} among them where it has none
     */
    public Variants(Audiences audiences, List<Policy> policies) {
        if (policies.size() != audiences.count()) {
            throw new IllegalArgumentException(
                    "policies: " + policies.size() + " (expected: one for each of " + audiences.count() + " audiences)");
        }
        this.audiences = audiences;
        this.policies = policies.toArray(Policy[]::new);
    }

    /** The policies that a policy of a chain stands for: itself, or its variants. */
    public static Stream<Policy> of(Policy policy) {
        return policy instanceof Variants variants ? Stream.of(variants.policies) : Stream.of(policy);
    }

    @Override
    public Outcome onRequest(Exchange x) {
        Policy serving = choice(x.principal());
        x.variant(serving);
        return serving.onRequest(x);
    }

    private Policy choice(Principal principal) {
        int place = audiences.of(principal);
        return place < 0 ? NOTHING : policies[place];
    }

    @Override
    public Outcome onResponse(Exchange x) {
        return x.variantOr(NOTHING).onResponse(x);
    }

    @Override
    public void onEnd(Exchange x) {
        x.variantOr(NOTHING).onEnd(x);
    }
}
