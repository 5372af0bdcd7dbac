package dev.sekisho.policy.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.scopes.ScopesConfig.Needed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopesTest {

    private final Scopes type = new Scopes();
    private final ChainHarness harness = new ChainHarness();

    private static Principal with(String... scopes) {
        return new Principal("jwt", "ann", Optional.empty(), "", Set.of(), Set.of(scopes), Map.of());
    }

    private Exchange run(ScopesConfig config, Principal principal) {
        Exchange x = harness.exchange(type.create(config));
        x.principal(principal);
        ChainRunner.start(x);
        return x;
    }

    @ParameterizedTest
    @CsvSource({
        "ALL, a b, 200", "ALL, a, 403", "ALL, b, 403", "ALL, '', 403", "ALL, a b c, 200",
        "ANY, a b, 200", "ANY, a, 200", "ANY, b, 200", "ANY, '', 403", "ANY, c, 403"
    })
    void allOrAny(Needed match, String given, int status) {
        String[] scopes = given.isEmpty() ? new String[0] : given.split(" ");
        run(new ScopesConfig(List.of("a", "b"), match), with(scopes));
        assertThat(harness.status()).isEqualTo(status);
    }

    @Test
    void theRefusalSaysWhatIsNeededAndWhatIsThere() {
        Exchange x = run(new ScopesConfig(List.of("orders:write", "admin"), Needed.ALL), with("orders:read", "a"));
        assertThat(x.reason()).isEqualTo(Reason.INSUFFICIENT_SCOPE);
        assertThat(harness.fields())
                .contains("WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"orders:write admin\"");
        assertThat(harness.body())
                .contains("\"error\":\"insufficient_scope\"")
                .contains("\"requiredScopes\":[\"orders:write\",\"admin\"]")
                .contains("\"currentScopes\":[\"a\",\"orders:read\"]");
    }

    @Test
    void strangersAreAskedForCredentials() {
        Exchange x = run(new ScopesConfig(List.of("a"), Needed.ALL), Principal.NOBODY);
        assertThat(harness.status()).isEqualTo(401);
        assertThat(harness.fields()).contains("WWW-Authenticate: Bearer");
        assertThat(harness.body()).contains("\"error\":\"unauthorized\"");
        assertThat(x.reason()).isEqualTo(Reason.AUTH_MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"", "a\\", "a\r\n", "\u00e9"})
    void aScopeIsAToken(String scope) {
        ScopesConfig config = new ScopesConfig(List.of(scope), Needed.ALL);
        assertThatThrownBy(() -> type.create(config)).hasMessageContaining("expected: a scope");
    }

    @Test
    void noScopesAreRefused() {
        assertThatThrownBy(() -> type.create(new ScopesConfig(List.of(), Needed.ANY)))
                .hasMessage("required: none (expected: at least one scope)");
    }

    @Test
    void whatPassesAllocatesNothing() {
        Policy policy = type.create(new ScopesConfig(List.of("a", "b"), Needed.ALL));
        Exchange x = harness.exchange();
        x.principal(with("a", "b"));
        assertThat(policy.onRequest(x)).isEqualTo(Outcome.CONTINUE);
        assertThat(Allocation.perRun(() -> policy.onRequest(x))).isZero();
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(new ScopesConfig(List.of("a"), Needed.ALL))).isEqualTo("needs the scope a");
        assertThat(type.describe(new ScopesConfig(List.of("a", "b"), Needed.ANY)))
                .isEqualTo("needs the scope one of a, b");
    }
}
