package dev.sekisho.policy.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.ApiKey;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.PolicyContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AclTest {

    private final Acl type = new Acl();
    private final ChainHarness harness = new ChainHarness();
    private final PolicyContext context =
            Asked.context(Asked.consumer("shop", new ApiKey[0]), Asked.consumer("trial", new ApiKey[0]));

    private static Principal consumer(String name, String... groups) {
        return Principal.of("key-auth", name, new KnownConsumer(name, Optional.empty(), Set.of(groups)), "");
    }

    /** Known by a token: groups, and no consumer. */
    private static Principal roles(String... groups) {
        return new Principal("jwt", "u1", Optional.empty(), "", Set.of(groups), Set.of(), Map.of());
    }

    private Policy policy(List<String> allow, List<String> deny, List<String> consumers, List<String> denied) {
        return type.create(new AclConfig(allow, deny, consumers, denied), context);
    }

    private boolean passes(Policy policy, Principal principal) {
        Exchange x = harness.exchange(policy);
        x.principal(principal);
        ChainRunner.start(x);
        boolean passed = harness.status() == 200;
        if (!passed) {
            assertThat(harness.status()).isEqualTo(403);
            assertThat(x.reason()).isEqualTo(Reason.FORBIDDEN);
            assertThat(harness.body()).startsWith("{\"error\":\"forbidden\",\"message\":\"This is not allowed.\"");
        }
        ChainRunner.end(x);
        return passed;
    }

    @Test
    void whoIsInAGroupOrNamedMayAsk() {
        Policy policy = policy(List.of("partners", "staff"), List.of(), List.of("shop"), List.of());
        assertThat(passes(policy, consumer("other", "staff"))).isTrue();
        assertThat(passes(policy, consumer("shop"))).isTrue();
        assertThat(passes(policy, roles("partners", "x"))).isTrue();
        assertThat(passes(policy, consumer("other", "Partners", "partner"))).isFalse();
        assertThat(passes(policy, roles("shop"))).as("a group is no consumer").isFalse();
        assertThat(passes(policy, consumer("staff")))
                .as("a consumer is no group")
                .isFalse();
    }

    @Test
    void whoIsDeniedIsRefusedThoughAllowed() {
        Policy policy = policy(List.of("partners"), List.of("suspended"), List.of(), List.of("trial"));
        assertThat(passes(policy, consumer("shop", "partners"))).isTrue();
        assertThat(passes(policy, consumer("shop", "partners", "suspended"))).isFalse();
        assertThat(passes(policy, consumer("trial", "partners"))).isFalse();
        Policy open = policy(List.of(), List.of("suspended"), List.of(), List.of());
        assertThat(passes(open, roles())).isTrue();
        assertThat(passes(open, roles("suspended"))).isFalse();
    }

    @Test
    void whereNobodyIsKnownNobodyPasses() {
        assertThat(passes(policy(List.of("partners"), List.of(), List.of(), List.of()), Principal.NOBODY))
                .isFalse();
        assertThat(passes(policy(List.of(), List.of("suspended"), List.of(), List.of()), Principal.NOBODY))
                .isFalse();
        assertThat(harness.backendCalls()).isZero();
    }

    @Test
    void allocatesNothing() {
        Policy policy = policy(List.of("a", "b", "staff"), List.of("suspended"), List.of("shop"), List.of("trial"));
        Exchange x = harness.exchange(policy);
        x.principal(consumer("other", "staff", "x"));
        assertThat(policy.onRequest(x)).isEqualTo(Outcome.CONTINUE);
        assertThat(Allocation.perRun(() -> policy.onRequest(x))).isZero();
    }

    @Test
    void refusesWhatDecidesNothing() {
        assertThatThrownBy(() -> policy(List.of(), List.of(), List.of(), List.of()))
                .hasMessage("allow and deny: both empty (expected: at least one group or consumer)");
        assertThatThrownBy(() -> policy(List.of(), List.of(), List.of("shp"), List.of()))
                .hasMessage("allowConsumers: shp (expected: name of a consumer)");
        assertThatThrownBy(() -> policy(List.of("a"), List.of(), List.of(), List.of("shp")))
                .hasMessage("denyConsumers: shp (expected: name of a consumer)");
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(new AclConfig(
                        List.of("partners", "staff"), List.of("suspended"), List.of("shop"), List.of("trial"))))
                .isEqualTo("refuses groups suspended and consumers trial,"
                        + " lets only groups partners, staff and consumers shop ask");
        assertThat(type.describe(new AclConfig(List.of(), List.of("suspended"), List.of(), List.of())))
                .isEqualTo("refuses groups suspended, lets everybody else who is known ask");
    }
}
