package dev.sekisho.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What no YAML document can show; the rest is in the golden files of the dialect. */
class ModelValidatorTest {

    private static final Origin AT = new Origin("code", 1, 2);

    @Test
    void emptyModel() {
        assertThat(ModelValidator.validate(Model.EMPTY))
                .extracting(Problem::code)
                .containsExactly("model.no-listeners");
    }

    @Test
    void regexesOfOtherLanguagesAreBoundedToo() {
        String bomb = "((a{1000}){1000}){1000}";
        Match match = new Match(
                List.of(),
                List.of(new PathPattern.Regex(bomb)),
                List.of(),
                Map.of("x", new ValuePattern.Regex(bomb)),
                Map.of("x", new ValuePattern.Regex(bomb)),
                Map.of("x", new ValuePattern.Regex(bomb)),
                List.of(),
                List.of(),
                false);
        Rewrite rewrite = new Rewrite(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new RegexRewrite(bomb, "")), "keep");
        assertThat(problems(match, rewrite, to("known")))
                .extracting(Problem::code)
                .containsExactly("model.regex", "model.regex", "model.regex", "model.regex", "model.regex");
    }

    @Test
    void referencesToPartsLeftOutAreNoProblem() {
        assertThat(problems(Match.ALL, Rewrite.NONE, to("known"))).isEmpty();
        assertThat(problems(Match.ALL, Rewrite.NONE, to("other")))
                .containsExactly(new Problem(
                        AT,
                        "model.unknown-upstream",
                        "upstream: other (expected: the name of one that is configured)",
                        "",
                        true));
    }

    record Group(List<PolicyUse> policies) implements PolicyGroup {
        @Override
        public Record withPolicies(List<PolicyUse> uses) {
            return new Group(uses);
        }
    }

    record NoSettings() {}

    private static PolicySpec spec(String type, Record config) {
        return new PolicySpec(Optional.empty(), type, config, AT);
    }

    /** A policy may hold others in its settings; those read credentials too. */
    @Test
    void policiesWithinPoliciesReadCredentials() {
        ApiKey key = new ApiKey(Optional.empty(), Optional.of("0".repeat(64)), Optional.empty());
        Consumer shop = new Consumer(
                "shop", List.of(), Optional.empty(), List.of(key), List.of(), List.of(), List.of(), List.of(), AT);
        PolicySpec keys = spec("key-auth", new NoSettings());
        PolicySpec other = spec("cors", new NoSettings());
        PolicySpec inList = spec("any", new Group(List.of(new PolicyUse.Inline(other), new PolicyUse.Inline(keys))));
        PolicySpec deeper = spec("any", new Group(List.of(new PolicyUse.Inline(inList))));
        assertThat(credentials(List.of(other), shop)).containsExactly("model.unused");
        assertThat(credentials(List.of(inList), shop)).isEmpty();
        assertThat(credentials(List.of(deeper), shop)).isEmpty();
        assertThat(credentials(List.of(deeper))).containsExactly("model.no-credentials");
    }

    private static List<String> credentials(List<PolicySpec> policies, Consumer... consumers) {
        Model empty = Model.EMPTY;
        Model model = new Model(
                empty.listeners(),
                empty.upstreams(),
                empty.routes(),
                empty.streams(),
                policies,
                List.of(consumers),
                empty.plans(),
                empty.stores(),
                empty.variables(),
                empty.telemetry());
        return ModelValidator.validate(model).stream()
                .map(Problem::code)
                .filter(code -> !code.equals("model.no-listeners"))
                .toList();
    }

    public enum By {
        ROUTE,
        PLAN
    }

    public record Places(By key, Optional<String> template) {}

    /** A policy that counts by plan, or by a text with it, treats consumers of each plan in their own way. */
    @Test
    void plansThatOnlyKeysNameAreInUse() {
        assertThat(unusedPlans(new Places(By.ROUTE, Optional.empty()))).containsExactly("model.unused");
        assertThat(unusedPlans(new Places(By.PLAN, Optional.empty()))).isEmpty();
        assertThat(unusedPlans(new Places(By.ROUTE, Optional.of("{plan} {path}"))))
                .isEmpty();
    }

    private static List<String> unusedPlans(Record config) {
        Model empty = Model.EMPTY;
        Model model = new Model(
                empty.listeners(),
                empty.upstreams(),
                empty.routes(),
                empty.streams(),
                List.of(spec("concurrency", config)),
                empty.consumers(),
                List.of(new Plan("gold", Optional.empty(), AT)),
                empty.stores(),
                empty.variables(),
                empty.telemetry());
        return ModelValidator.validate(model).stream()
                .map(Problem::code)
                .filter(code -> !code.equals("model.no-listeners"))
                .toList();
    }

    private static Backend to(String upstream) {
        return new Backend.ToUpstream(upstream, Map.of());
    }

    private static List<Problem> problems(Match match, Rewrite rewrite, Backend to) {
        Listener listener = new Listener(
                "http",
                new Address("", 0),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new ListenerHttp2(true, false, 1, new Size(16 << 10), 10),
                Optional.empty(),
                false,
                false,
                new ClientLimits(new Size(1), 1, new Size(1), new Size(1), 1),
                new ClientTimeouts(
                        java.time.Duration.ZERO,
                        java.time.Duration.ZERO,
                        java.time.Duration.ZERO,
                        java.time.Duration.ZERO),
                AT);
        Route route = new Route(
                "r",
                match,
                0,
                List.of(),
                rewrite,
                Map.of(),
                to,
                Optional.empty(),
                RouteTimeouts.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                AT);
        Model model = new Model(
                List.of(listener),
                List.of(),
                List.of(route),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Telemetry.DEFAULT);
        return ModelValidator.validate(model, Set.of("known"));
    }
}
