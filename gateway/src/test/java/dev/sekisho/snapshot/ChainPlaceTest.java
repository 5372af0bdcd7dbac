package dev.sekisho.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Variants;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Model;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.policy.respond.RespondConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainPlaceTest {

    /** A model with policies on every route, and one route with its own. */
    private static Model model(String global, String own) {
        Compilation compiled = new YamlDialect(Policies.configTypes(), SecretSource.system())
                .compile(List.of(new Document("sekisho.yaml", """
                    listeners: [ { name: http, address: "127.0.0.1:0" } ]
                    plans: [ { name: gold } ]
                    consumers: [ { name: a, groups: [ g ], plan: gold }, { name: b, keys: [ { sha256: 72982554663d5ac1ce1b8358faa7043bab6301664476a1579f3c201f50c5b2db } ] } ]
                    policies: [ %s ]
                    routes: [ { name: r, match: { path: /* }, policies: [ %s ], to: { respond: { body: ok } } } ]
                    """.formatted(global, own))));
        assertThat(compiled.failed()).as("%s", compiled.diagnostics()).isFalse();
        return compiled.model();
    }

    /** The places of the type respond: their variants, each with its status. */
    private static String places(String global, String own) {
        Model model = model(global, own);
        return PolicyIndex.of(model).places(model.routes().getFirst()).stream()
                .filter(place -> place.type().equals("respond"))
                .map(place -> place.variants().stream()
                        .map(variant -> variant.audience() + " "
                                + variant.spec()
                                        .map(spec -> ((RespondConfig) spec.config()).status())
                                        .orElse(0))
                        .collect(Collectors.joining("; ")))
                .collect(Collectors.joining(" | "));
    }

    private static String respond(int status, String audience) {
        return "{ respond: { status: " + status + " }" + (audience.isEmpty() ? "" : ", for: { " + audience + " }")
                + " }";
    }

    @Test
    void theRoutesOwnComeFirstAndTheOneForEverybodyLast() {
        String a = respond(201, "consumers: a");
        String b = respond(202, "consumers: b");
        String all = respond(200, "");
        assertThat(places("", all + "," + a + "," + b)).isEqualTo("consumers a 201; consumers b 202; everybody 200");
        assertThat(places(respond(302, "groups: g") + "," + respond(300, ""), b + "," + a))
                .isEqualTo("consumers b 202; consumers a 201; groups g 302; everybody 300");
        assertThat(places(respond(301, "consumers: a") + "," + respond(302, "plans: gold"), a))
                .as("the route's own takes the place of one for the same")
                .isEqualTo("consumers a 201; plans gold 302");
    }

    /** As it was before there were audiences: the route's own takes the place of the one on every route. */
    @Test
    void theRoutesOwnForEverybodyTakesThePlaceOfAll() {
        String global = respond(301, "consumers: a") + "," + respond(300, "");
        assertThat(places(global, respond(200, ""))).isEqualTo("everybody 200");
        assertThat(places(global, "")).isEqualTo("consumers a 301; everybody 300");
    }

    /** Any order of what is for a consumer, on the route or on all, can be had by naming it on the route. */
    @Test
    void whatIsNamedOnTheRouteStandsWhereItIsNamed() {
        String named = "{ name: everywhere-a, respond: { status: 301 }, for: { consumers: a } }";
        assertThat(places(
                        named + "," + respond(300, ""),
                        respond(201, "groups: g") + ", everywhere-a," + respond(200, "")))
                .isEqualTo("groups g 201; consumers a 301; everybody 200");
    }

    @Test
    void severalForTheSameAudienceAllServe() {
        assertThat(places("", respond(200, "") + "," + respond(201, ""))).isEqualTo("everybody 200 | everybody 201");
        assertThat(places(
                        "", respond(201, "consumers: a") + "," + respond(200, "") + "," + respond(202, "consumers: a")))
                .isEqualTo("consumers a 201; everybody 200 | consumers a 202; everybody 0");
    }

    @Test
    void aPlaceForEverybodyIsThePolicyItself() {
        PolicyChains chains = new PolicyChains(PolicyServices.OFFLINE);
        Model model = model(respond(300, ""), "key-auth: {}, " + respond(201, "consumers: a"));
        List<Policy> chain =
                PolicyChains.of(model.routes().getFirst(), PolicyIndex.of(model), chains.context(model, Map.of()));
        assertThat(chain).hasSize(2);
        assertThat(chain.getFirst()).isNotInstanceOf(Variants.class);
        assertThat(chain.getLast()).isInstanceOf(Variants.class);
    }

    /** Nobody is known there, so nobody would be asked for a credential, and the route be open. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ key-auth: {}, for: { consumers: a } } | key-auth: for: consumers a (expected: a policy before"
                        + " key-auth that finds out",
                "key-auth: {}, { hmac: {}, for: { groups: g } } | hmac: for: groups g (expected: a policy before hmac",
                "hmac: {}, { key-auth: {}, for: { groups: g } } | ",
            })
    void whoAsksForCredentialsNeedsSomeoneBefore(String own, String message) {
        Model model = model("", own);
        PolicyChains chains = new PolicyChains(PolicyServices.OFFLINE);
        if (message == null) {
            assertThat(PolicyChains.of(
                            model.routes().getFirst(), PolicyIndex.of(model), chains.context(model, Map.of())))
                    .hasSize(2);
        } else {
            assertThatThrownBy(() -> PolicyChains.of(
                            model.routes().getFirst(), PolicyIndex.of(model), chains.context(model, Map.of())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(message);
        }
    }
}
