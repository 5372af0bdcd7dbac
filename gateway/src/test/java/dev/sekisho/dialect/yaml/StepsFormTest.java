package dev.sekisho.dialect.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.steps.Step;
import dev.sekisho.policy.steps.StepsConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A record of a sealed type by its key, and what is wrong with one. */
class StepsFormTest {

    private final YamlDialect dialect = new YamlDialect(Policies.configTypes(), TestPolicies.SECRETS);

    private Compilation compile(String steps, String more) {
        String text = """
                listeners: [ { name: http, address: "127.0.0.1:8080" } ]
                upstreams: [ { name: users, targets: [ { address: "127.0.0.1:3000" } ] } ]
                policies: [ { name: program, steps: { run: [ %s ] } } ]
                routes: [ { name: all, policies: [ program%s ], to: users } ]
                """.formatted(steps, more);
        return dialect.compile(List.of(new Document("a.yaml", text)));
    }

    private List<String> errors(String steps, String more) {
        return compile(steps, more).diagnostics().stream()
                .map(found ->
                        found.code() + " " + found.message() + (found.fix().isEmpty() ? "" : " | " + found.fix()))
                .toList();
    }

    @Test
    void eachStepHasItsKeyAndMayHaveOthersInside() {
        PolicySpec spec = compile(
                        "{ set: { name: a, value: b } }, { when: { value: x, then: [ { break: {} }, { goto: all } ] } },"
                                + " { goto: { route: all } }, { rewrite: { pattern: a, replacement: /b, flag: last } },"
                                + " { return: { status: 204 } }",
                        "")
                .model()
                .policies()
                .getFirst();
        assertThat(((StepsConfig) spec.config()).run())
                .containsExactly(
                        new Step.SetStep("a", "b"),
                        new Step.WhenStep(
                                "x",
                                Step.Test.SET,
                                Optional.empty(),
                                List.of(new Step.BreakStep(), new Step.GotoStep("all"))),
                        new Step.GotoStep("all"),
                        new Step.RewriteStep("a", "/b", Step.Flag.LAST),
                        new Step.ReturnStep(
                                Optional.of(204), Optional.empty(), "text/plain; charset=utf-8", Optional.empty()));
    }

    @Test
    void whatIsWrongIsTold() {
        assertThat(errors("{ jump: all }", ""))
                .containsExactly(
                        "yaml.unknown-key step: jump (expected: one of set, when, rewrite, return, goto, break, search, close)"
                                + " | known: set, when, rewrite, return, goto, break, search, close");
        assertThat(errors("{ goto: all, break: {} }", ""))
                .containsExactly("yaml.one-of step: goto and break (expected: one of set, when, rewrite, return, goto,"
                        + " break, search, close, exactly one)");
        assertThat(errors("break", ""))
                .singleElement()
                .asString()
                .startsWith("yaml.type step: break (expected: a mapping with one of set,");
        assertThat(errors("{ rewrite: { pattern: \"(\", replacement: / } }", ""))
                .singleElement()
                .asString()
                .startsWith("yaml.value ");
        assertThat(errors("{ return: { status: 99 } }", ""))
                .singleElement()
                .asString()
                .startsWith("yaml.bounds ");
    }

    @Test
    void namesOfRoutesAndVariablesAreKnown() {
        assertThat(errors("{ goto: al }, { set: { name: tenant, value: x } }", ""))
                .containsExactly("model.unknown-route route: al (expected: the name of one that is configured)"
                        + " | did you mean all?");
        assertThat(errors(
                        "{ set: { name: tenant, value: x } }, { when: { value: \"{var.tenat} {{var.x}\", then: [] } }",
                        ""))
                .containsExactly("model.unknown-variable steps: {var.tenat} (expected: a variable that is declared, or"
                        + " that steps set) | did you mean tenant?");
        assertThat(errors(
                        "{ set: { name: tenant, value: x } }",
                        ", on-status: { rules: [ { statuses: [ 404 ], to: { route: al } } ] }"))
                .containsExactly("model.unknown-route route: al (expected: the name of one that is configured)"
                        + " | did you mean all?");
        assertThat(errors("{ set: { name: tenant, value: x } }", ", request-headers: { set: { X: \"{var.tenant}\" } }"))
                .isEmpty();
    }
}
