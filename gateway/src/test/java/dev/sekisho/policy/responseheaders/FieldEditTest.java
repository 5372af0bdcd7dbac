package dev.sekisho.policy.responseheaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Action;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Edit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of single fields, for some statuses. */
class FieldEditTest {

    private static final List<StatusPattern> OK = List.of(new StatusPattern(200, 299));

    private final ResponseHeaders type = new ResponseHeaders();
    private final ChainHarness harness = new ChainHarness();

    static ResponseHeadersConfig config(Edit... edits) {
        return new ResponseHeadersConfig(
                List.of("Server"),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(edits));
    }

    private String after(int status, ResponseHeadersConfig config, String... fields) {
        harness.backend(status, fields);
        ChainRunner.start(harness.exchange(type.create(config, PolicyContext.OFFLINE)));
        return harness.fields();
    }

    @Test
    void fieldsOfOneNameAreAddedInOrder() {
        ResponseHeadersConfig config =
                config(new Edit("Link", "a", Action.ADD, List.of()), new Edit("link", "b", Action.ADD, List.of()));
        assertThat(after(200, config, "Link", "c", "Server", "x")).isEqualTo("Link: c\nLink: a\nlink: b\n");
    }

    @Test
    void aStatusThatIsNotListedIsLeftAlone() {
        ResponseHeadersConfig config =
                config(new Edit("A", "1", Action.ADD, OK), new Edit("B", "2", Action.ADD, List.of()));
        assertThat(after(204, config)).isEqualTo("A: 1\nB: 2\n");
        assertThat(after(500, config)).isEqualTo("B: 2\n");
    }

    @Test
    void whatIsEmptyIsNotSent() {
        ResponseHeadersConfig config = config(
                new Edit("A", "{header.X-None}", Action.ADD, List.of()),
                new Edit("ETag", "", Action.SET, List.of()),
                new Edit("B", "2", Action.SET, List.of()));
        assertThat(after(200, config, "A", "1", "ETag", "\"x\"", "B", "1", "b", "3"))
                .isEqualTo("A: 1\nB: 2\n");
    }

    @Test
    void theRequestIdMayBeNamed() {
        assertThat(after(200, config(new Edit("X-Request-ID", "mine", Action.SET, List.of()))))
                .isEqualTo("X-Request-ID: mine\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "Connection", "Host", "a b", ""})
    void namesThatMayNotBeChangedAreRefused(String name) {
        assertThatThrownBy(() -> type.create(config(new Edit(name, "1", Action.ADD, List.of())), PolicyContext.OFFLINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("edits[0].name: " + name + " (expected: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: x=1", "a\u0000"})
    void valuesThatSplitHeadsAreRefused(String value) {
        assertThatThrownBy(
                        () -> type.create(config(new Edit("A", value, Action.ADD, List.of())), PolicyContext.OFFLINE))
                .hasMessageContaining("control characters");
    }

    @Test
    void allocatesNothing() {
        ResponseHeadersConfig config =
                config(new Edit("A", "1", Action.ADD, OK), new Edit("B", "2", Action.SET, List.of()));
        ServedRoute route =
                harness.exchange(type.create(config, PolicyContext.OFFLINE)).route();
        harness.quiet();
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> {}))).isLessThan(0.1);
    }

    @Test
    void saysWhatItDoes() {
        assertThat(type.describe(config(new Edit("A", "1", Action.ADD, OK))))
                .isEqualTo("removes Server, adds A for 2xx in the response");
    }
}
