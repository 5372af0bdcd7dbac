package dev.sekisho.dataplane;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * The policies of a route in their order, and for each half of the chain where the next one stands that has something to do there: most
 * policies look at a request or at a response, and a call that does nothing costs as much as any other. Immutable, thread-safe.
 */
public final class PolicyChain extends AbstractList<Policy> implements RandomAccess {

    private static final PolicyChain EMPTY = new PolicyChain(new Policy[0]);

    private final Policy[] policies;
    private final int[] asked; // at each place the next one from there on, or the length
    private final int[] ended;
    private final int[] answered; // at each place one more than the next one before it, or 0

    /** What a class of policies does; what it leaves to {@link Policy} does nothing. */
    private record Hooks(boolean request, boolean response, boolean end) {

        private static final ClassValue<Hooks> KNOWN = new ClassValue<>() {
            @Override
            protected Hooks computeValue(Class<?> type) {
                return new Hooks(has(type, "onRequest"), has(type, "onResponse"), has(type, "onEnd"));
            }
        };

        static Hooks of(Policy policy) {
            return KNOWN.get(policy.getClass());
        }

        private static boolean has(Class<?> type, String method) {
            try {
                return type.getMethod(method, Exchange.class).getDeclaringClass() != Policy.class;
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(type + " has no " + method, e); // not of a class that implements Policy
            }
        }
    }

    private PolicyChain(Policy[] policies) {
        int size = policies.length;
        this.policies = policies;
        this.asked = new int[size + 1];
        this.ended = new int[size + 1];
        this.answered = new int[size + 1];
        asked[size] = size;
        ended[size] = size;
        for (int i = size - 1; i >= 0; i--) {
            Hooks hooks = Hooks.of(policies[i]);
            asked[i] = hooks.request() ? i : asked[i + 1];
            ended[i] = hooks.end() ? i : ended[i + 1];
        }
        for (int i = 0; i < size; i++) {
            answered[i + 1] = Hooks.of(policies[i]).response() ? i + 1 : answered[i];
        }
    }

    /** The chain of policies. */
    public static PolicyChain of(List<Policy> policies) {
        if (policies instanceof PolicyChain chain) {
            return chain;
        }
        return policies.isEmpty()
                ? EMPTY
                : new PolicyChain(List.copyOf(policies).toArray(Policy[]::new));
    }

    /** The first place from {@code place} on whose policy looks at requests; the size where there is none. */
    int asked(int place) {
        return asked[place];
    }

    /** The last place before {@code place} whose policy looks at responses; -1 where there is none. */
    int answered(int place) {
        return answered[place] - 1;
    }

    /** The first place from {@code place} on whose policy looks at the end; the size where there is none. */
    int ended(int place) {
        return ended[place];
    }

    @Override
    public Policy get(int place) {
        return policies[place];
    }

    @Override
    public int size() {
        return policies.length;
    }
}
