package dev.sekisho.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyChainTest {

    private static final Policy NOTHING = new Policy() {};

    private final List<String> seen = new ArrayList<>();

    /** What has a part in the request alone. */
    private final class Asked implements Policy {
        @Override
        public Outcome onRequest(Exchange x) {
            seen.add("request");
            return Outcome.CONTINUE;
        }
    }

    /** What has a part in the response, given by a class above. */
    private class Answered implements Policy {
        @Override
        public Outcome onResponse(Exchange x) {
            seen.add("response");
            return Outcome.CONTINUE;
        }
    }

    private final class Below extends Answered {}

    private final class Ended implements Policy {
        @Override
        public void onEnd(Exchange x) {
            seen.add("end");
        }
    }

    private void run(Policy... chain) {
        Exchange x = new ChainHarness().exchange(chain);
        ChainRunner.start(x);
        ChainRunner.end(x);
    }

    @Test
    void placesOfThoseThatDoSomething() {
        PolicyChain chain =
                PolicyChain.of(List.of(NOTHING, new Asked(), new Below(), NOTHING, new Ended(), new Asked(), NOTHING));
        assertThat(List.of(chain.asked(0), chain.asked(1), chain.asked(2), chain.asked(6), chain.asked(7)))
                .containsExactly(1, 1, 5, 7, 7);
        assertThat(List.of(chain.answered(7), chain.answered(3), chain.answered(2), chain.answered(0)))
                .containsExactly(2, 2, -1, -1);
        assertThat(List.of(chain.ended(0), chain.ended(4), chain.ended(5), chain.ended(7)))
                .containsExactly(4, 4, 7, 7);
    }

    @Test
    void isTheListOfItsPolicies() {
        List<Policy> policies = List.of(new Asked(), NOTHING);
        PolicyChain chain = PolicyChain.of(policies);
        assertThat(chain).isEqualTo(policies).hasSize(2);
        assertThat(PolicyChain.of(chain)).isSameAs(chain);
        assertThat(PolicyChain.of(List.of())).isEmpty();
    }

    @Test
    void thoseThatDoNothingInBetweenChangeNothing() {
        List<Policy> chain = new ArrayList<>(Collections.nCopies(200, NOTHING));
        chain.set(3, new Asked());
        chain.set(100, new Below());
        chain.set(150, new Ended());
        chain.set(199, new Answered());
        run(chain.toArray(Policy[]::new));
        assertThat(seen).containsExactly("request", "response", "response", "end");
    }

    @Test
    void onlyThoseBeforeAReplySeeIt() {
        Policy replying = new Policy() {
            @Override
            public Outcome onRequest(Exchange x) {
                return new Outcome.Reply(Response.of(403));
            }
        };
        run(new Answered(), new Ended(), NOTHING, replying, new Below(), new Ended());
        assertThat(seen).containsExactly("response", "end");
    }
}
