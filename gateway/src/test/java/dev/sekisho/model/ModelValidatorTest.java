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
                Telemetry.DEFAULT);
        return ModelValidator.validate(model, Set.of("known"));
    }
}
