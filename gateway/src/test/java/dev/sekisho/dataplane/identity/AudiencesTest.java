package dev.sekisho.dataplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.model.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AudiencesTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    private static Audience consumers(String... names) {
        return new Audience(List.of(names), List.of(), List.of());
    }

    private static Audience groups(String... names) {
        return new Audience(List.of(), List.of(names), List.of());
    }

    private static Audience plans(String... names) {
        return new Audience(List.of(), List.of(), List.of(names));
    }

    private static Principal consumer(String name, Optional<String> plan, String... groups) {
        return Principal.of("key-auth", name, new KnownConsumer(name, plan, Set.of(groups)), "");
    }

    /** Known by a token: groups, and no consumer. */
    private static Principal roles(String... groups) {
        return new Principal("jwt", "a", Optional.empty(), "", Set.of(groups), Set.of(), Map.of());
    }

    @Test
    void theFirstThatFitsCounts() {
        Audiences some = new Audiences(List.of(consumers("shop", "till"), groups("partners"), plans("gold")));
        assertThat(some.of(consumer("shop", Optional.of("gold"), "partners"))).isZero();
        assertThat(some.of(consumer("other", Optional.of("gold"), "partners"))).isEqualTo(1);
        assertThat(some.of(consumer("other", Optional.of("gold")))).isEqualTo(2);
        assertThat(some.of(roles("partners"))).isEqualTo(1);
        assertThat(some.of(consumer("other", Optional.of("Gold"), "Partners"))).isEqualTo(-1);
        assertThat(some.of(Principal.NOBODY)).isEqualTo(-1);
    }

    /** A subject of a token that has the name of a consumer was never asked for the consumer's credential. */
    @Test
    void aSubjectIsNoConsumerAndAConsumerNoGroup() {
        Audiences some = new Audiences(List.of(consumers("a"), groups("shop")));
        assertThat(some.of(roles())).isEqualTo(-1);
        assertThat(some.of(consumer("shop", Optional.empty()))).isEqualTo(-1);
    }

    @Test
    void everybodyIsWhoeverIsLeftKnownOrNot() {
        Audiences all = new Audiences(List.of(groups("partners"), Audience.ALL, consumers("shop")));
        assertThat(all.of(Principal.NOBODY)).isEqualTo(1);
        assertThat(all.of(consumer("shop", Optional.empty())))
                .as("nothing behind it is reached")
                .isEqualTo(1);
        assertThat(all.of(roles("partners"))).isZero();
    }

    /** The plain reading of the rule: ask each audience in turn. */
    private static int oracle(List<Audience> audiences, Principal client) {
        for (int i = 0; i < audiences.size(); i++) {
            Audience audience = audiences.get(i);
            boolean fits = audience.isEverybody()
                    || audience.consumers().contains(client.consumerName())
                    || audience.groups().stream().anyMatch(client.groups()::contains)
                    || audience.plans().contains(client.plan());
            if (fits) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void agreesWithAskingEachInTurn() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            List<Audience> audiences = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                audiences.add(new Audience(some(random), some(random), some(random)));
            }
            Principal client = random.nextInt(5) == 0
                    ? roles(some(random).toArray(String[]::new))
                    : consumer(
                            NAMES.get(random.nextInt(4)),
                            some(random).stream().findFirst(),
                            some(random).toArray(String[]::new));
            assertThat(new Audiences(audiences).of(client))
                    .as("%s of %s", client, audiences)
                    .isEqualTo(oracle(audiences, client));
        }
    }

    private static List<String> some(Random random) {
        return NAMES.stream().filter(name -> random.nextInt(5) == 0).toList();
    }

    @Test
    void findingAllocatesNothing() {
        List<Audience> audiences = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            audiences.add(consumers("consumer-" + i));
        }
        audiences.add(groups("x", "y", "partners"));
        audiences.add(plans("gold"));
        Audiences all = new Audiences(audiences);
        Principal last = consumer("nobody", Optional.of("gold"), "partners");
        assertThat(all.of(last)).isEqualTo(300);
        assertThat(Allocation.perRun(() -> all.of(last))).isZero();
    }
}
