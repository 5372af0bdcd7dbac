package dev.sekisho.policy.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.policy.steps.Step.Flag;
import dev.sekisho.policy.steps.Step.Test;
import dev.sekisho.server.files.Look;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsTest {

    private final ChainHarness harness = new ChainHarness();

    private static Step set(String name, String value) {
        return new Step.SetStep(name, value);
    }

    private static Step rewrite(String pattern, String replacement, Flag flag) {
        return new Step.RewriteStep(pattern, replacement, flag);
    }

    private static Step when(String value, Test test, String with, Step... then) {
        boolean alone =
                test == Test.SET || test == Test.EMPTY || FileCondition.of(test).isPresent();
        return new Step.WhenStep(value, test, alone ? Optional.empty() : Optional.of(with), List.of(then));
    }

    private static Step answer(int status) {
        return new Step.ReturnStep(Optional.of(status), Optional.empty(), "text/plain", Optional.empty());
    }

    private static Step answer(String body, String type) {
        return new Step.ReturnStep(Optional.empty(), Optional.of(body), type, Optional.empty());
    }

    private static Step to(String location) {
        return new Step.ReturnStep(Optional.empty(), Optional.empty(), "text/plain", Optional.of(location));
    }

    private static Policy policy(Step... steps) {
        return new Steps()
                .create(
                        new StepsConfig(List.of(steps)),
                        new PolicyContext(Consumers.NONE, PolicyServices.offline(Look.BLOCKING)));
    }

    /** What the program decides on a request, which has not been served. */
    private Outcome run(Exchange x, Step... steps) {
        return policy(steps).onRequest(x);
    }

    private Exchange asked(String target, String... fields) {
        Exchange x = harness.exchange();
        Asked.fill(x.request(), target, fields);
        return x;
    }

    private static Response reply(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Reply.class);
        return ((Outcome.Reply) outcome).response();
    }

    private static String location(Outcome outcome) {
        return reply(outcome).status() + " " + String.join("", reply(outcome).values(HeaderName.LOCATION));
    }

    // Rewrites

    /** As nginx's rewrite, with the query as its documentation has it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "^/old/(.*)$ | /new/{capture.1} | /old/a/b | /new/a/b",
                "^/old/(.*)$ | /new/{capture.1} | /old/a?x=1 | /new/a?x=1",
                "^/old/(.*)$ | /new/{capture.1}? | /old/a?x=1 | /new/a",
                "^/old/(.*)$ | /new?p={capture.1} | /old/a?x=1 | /new?p=a&x=1",
                "^/old/(.*)$ | /new?p={capture.1}? | /old/a?x=1 | /new?p=a",
                "^/old/(.*)$ | /new?p={capture.1} | /old/a | /new?p=a",
                "old | /x | /an/old/path | /x",
                "^/(?P<user>[^/]+)/(?P<rest>.*)$ | /{capture.rest}/{capture.user} | /u/a/b | /a/b/u",
                "^/none | /x | /old?a=b | /old?a=b",
                "^/old/(.*)$ | /new/{capture.1} | /old/a%20b%2Dc | /new/a%20b-c",
                "^/(.*)$ | /x{query.q} | /a?q=b%2Fc%3Fd | /xb%2Fc%3Fd?q=b%2Fc%3Fd",
                "^/(.*)$ | /x?{query} | /a?q=b | /x?q=b&q=b",
                "^/(.*)$ | /x{capture.2}y | /a | /xy",
                "^/(.*)$ | //x//{capture.1} | /a | /x/a",
            })
    void aRewriteChangesPathAndQuery(String pattern, String replacement, String target, String expected) {
        Exchange x = asked(target);
        Outcome outcome = run(x, rewrite(pattern, replacement, Flag.BREAK));
        boolean separators = expected.contains("%2F");
        if (separators) {
            assertThat(reply(outcome).reason()).isEqualTo(Reason.PATH_SEPARATOR);
        } else {
            assertThat(outcome).isEqualTo(Outcome.CONTINUE);
        }
        assertThat(Asked.forwarded(x)).isEqualTo(expected);
        assertThat(x.request().pathText()).isEqualTo(expected.replaceFirst("\\?.*", ""));
        assertThat(Asked.logged(x)).as("the client's own").isEqualTo(target);
    }

    @org.junit.jupiter.api.Test
    void theFlagSaysWhatFollows() {
        assertThat(run(asked("/a"), rewrite("a", "/b", Flag.LAST), answer(403))).isEqualTo(Outcome.Reroute.MATCHING);
        assertThat(run(asked("/a"), rewrite("a", "/b", Flag.BREAK), answer(403)))
                .isEqualTo(Outcome.CONTINUE);
        assertThat(run(asked("/a"), rewrite("a", "/b", Flag.NONE))).isEqualTo(Outcome.Reroute.MATCHING);
        assertThat(run(asked("/a"), rewrite("x", "/b", Flag.NONE))).isEqualTo(Outcome.CONTINUE);
        assertThat(run(asked("/a"), rewrite("a", "/b", Flag.NONE), new Step.BreakStep()))
                .isEqualTo(Outcome.CONTINUE);
        assertThat(location(run(asked("/a?q=1"), rewrite("a", "/b", Flag.REDIRECT))))
                .isEqualTo("302 /b?q=1");
        assertThat(location(run(asked("/a"), rewrite("a", "/b", Flag.PERMANENT))))
                .isEqualTo("301 /b");
        assertThat(location(run(asked("/a?q=1"), rewrite("a", "https://h.test/{capture.0}?", Flag.NONE))))
                .isEqualTo("302 https://h.test/a");
        assertThat(location(run(asked("/a"), rewrite("a", "{scheme}://{host}/b", Flag.LAST))))
                .isEqualTo("302 http://test/b");
    }

    @org.junit.jupiter.api.Test
    void aStepSeesWhatTheOnesBeforeHaveMade() {
        Exchange x = asked("/a/1");
        Outcome outcome = run(
                x,
                rewrite("^/a/(.*)", "/b/{capture.1}", Flag.NONE),
                rewrite("^/b/(.*)", "/c/{capture.1}", Flag.NONE),
                set("seen", "{path} {capture.1}"));
        assertThat(outcome).isEqualTo(Outcome.Reroute.MATCHING);
        assertThat(x.request().pathText()).isEqualTo("/c/1");
        assertThat(x.variable("seen")).isEqualTo("/c/1 1");
    }

    /** What a client sends must not lead out of where the configuration points, nor begin a query or a field. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{query.d} | ../admin | %2Fadmin",
                "{query.d} | .. | none",
                "{var.d} | ../admin | none",
                "{var.d} | %2e%2e/admin | none",
                "{var.d} | .%2E/admin | none",
                "{var.d} | a?b#c d | /x/a%3Fb%23c%20d/y",
                "{var.d} | a%zz | none",
                "{var.d} | a%00 | none",
                "{var.d} | a\\b | /x/a%5Cb/y",
                "{var.d} | ü | /x/%C3%BC/y",
            })
    void hostileTextsStayInTheirPlace(String placeholder, String text, String expected) {
        Exchange x = asked(placeholder.equals("{query.d}") ? "/old?d=" + text : "/old");
        x.variable("d", text);
        Outcome outcome = run(x, rewrite("^/old", "/x/" + placeholder + "/y?", Flag.BREAK));
        if (expected.startsWith("/x") && !expected.contains("%5C")) {
            assertThat(outcome).isEqualTo(Outcome.CONTINUE);
            assertThat(x.request().pathText()).isEqualTo(expected);
        } else {
            assertThat(reply(outcome).status()).isEqualTo(400);
            assertThat(x.request().pathText()).doesNotContain("/admin");
        }
    }

    @org.junit.jupiter.api.Test
    void aLocationOfSlashesLeadsToNoOtherHost() {
        assertThat(location(run(asked("/go/evil.test"), rewrite("^/go(.*)$", "/{capture.1}", Flag.REDIRECT))))
                .isEqualTo("302 /evil.test");
        Exchange x = asked("/a");
        x.variable("d", "/evil.test/\r\nSet-Cookie: a=b");
        assertThat(location(run(x, to("/{var.d}")))).isEqualTo("302 /evil.test/%0D%0ASet-Cookie:%20a=b");
        assertThat(location(run(asked("/a?b=c"), to("https://{host}{path}?{query}"))))
                .isEqualTo("302 https://test/a?b=c");
    }

    @org.junit.jupiter.api.Test
    void aPathDoesNotGrowWithoutEnd() {
        Exchange x = asked("/" + "a".repeat(4000));
        Step twice = rewrite("^/(.*)$", "/{capture.1}{capture.1}", Flag.NONE);
        Outcome outcome = run(x, twice, twice, twice, twice);
        assertThat(reply(outcome).status()).isEqualTo(414);
    }

    // Conditions

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SET | x | '' | true",
                "SET | 0 | '' | false",
                "EMPTY | 0 | '' | true",
                "EMPTY | x | '' | false",
                "EQUALS | x | x | true",
                "EQUALS | x | {header.X} | true",
                "EQUALS | x | X | false",
                "DIFFERS | x | y | true",
                "DIFFERS | x | x | false",
                "MATCHES | abc | b | true",
                "MATCHES | abc | B | false",
                "MATCHES_NOT | abc | B | true",
                "MATCHES_ANY_CASE | abc | B | true",
                "MATCHES_NOT_ANY_CASE | abc | B | false",
            })
    void conditions(Test test, String value, String with, boolean holds) {
        Outcome outcome = run(asked("/", "X: " + value), when("{header.X}", test, with, answer(403)));
        assertThat(outcome instanceof Outcome.Reply).isEqualTo(holds);
    }

    @org.junit.jupiter.api.Test
    void groupsOfAConditionAreKnownBehindItAndThoseOfNoMatchAreNot() {
        Exchange x = asked("/a", "X: user-7");
        run(
                x,
                when("{header.X}", Test.MATCHES, "^user-(?P<id>[0-9]+)$", set("id", "{capture.id}")),
                when("{header.X}", Test.MATCHES, "^(nobody)$", set("id", "never")),
                set("number", "{capture.1}"),
                set("name", "{capture.id}"),
                when("{header.X}", Test.MATCHES, "^(user)", set("other", "{capture.1} {capture.2} {capture.id}")));
        assertThat(x.variable("id")).isEqualTo("7");
        assertThat(x.variable("number")).as("none has matched last").isEmpty();
        assertThat(x.variable("name")).as("names stay").isEqualTo("7");
        assertThat(x.variable("other")).isEqualTo("user  7");
    }

    @org.junit.jupiter.api.Test
    void whatStepsInsideDecideHoldsForAll() {
        assertThat(run(asked("/a"), when("1", Test.SET, "", new Step.BreakStep()), answer(403)))
                .isEqualTo(Outcome.CONTINUE);
        assertThat(run(asked("/a"), when("1", Test.SET, "", new Step.GotoStep("other")), answer(403)))
                .isEqualTo(new Outcome.Reroute(Optional.of("other")));
        assertThat(run(asked("/a"), when("1", Test.SET, "", rewrite("a", "/b", Flag.NONE))))
                .isEqualTo(Outcome.Reroute.MATCHING);
    }

    // Answers

    @org.junit.jupiter.api.Test
    void answersHaveWhatTheySay() {
        Response refused = reply(run(asked("/a"), answer(404)));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.reason()).as("pages may take its place").isEqualTo(Reason.STEPS);
        Response text = reply(run(asked("/a"), answer("{path} <b>", "text/plain; charset=utf-8")));
        assertThat(text.status()).isEqualTo(200);
        assertThat(new String(text.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("/a <b>");
        assertThat(text.reason()).as("it is meant").isEqualTo(Reason.POLICY);
        Exchange x = asked("/a");
        x.variable("v", "<script>");
        Response markup = reply(run(x, answer("<p>{var.v}</p>", "text/html")));
        assertThat(new String(markup.body(), java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("<p>&")
                .doesNotContain("<script>");
        assertThat(reply(run(asked("/a"), answer(204))).status()).isEqualTo(204);
    }

    // Settings

    @org.junit.jupiter.api.Test
    void whatCannotWorkIsTold() {
        refused("run: none");
        refused("run[0].set.name: a b", set("a b", "x"));
        refused("run[0].set.value: {nothing}", set("a", "{nothing}"));
        refused("run[0].when.then[0].rewrite.pattern: (", when("x", Test.SET, "", rewrite("(", "/a", Flag.NONE)));
        refused("run[0].when.with: none", new Step.WhenStep("x", Test.EQUALS, Optional.empty(), List.of()));
        refused("run[0].when.with: x", new Step.WhenStep("x", Test.SET, Optional.of("x"), List.of()));
        refused("run[0].when.with: [", when("x", Test.MATCHES, "[", answer(403)));
        refused("run[0].rewrite.replacement: b", rewrite("a", "b", Flag.NONE));
        refused("run[0].rewrite.replacement: /b c", rewrite("a", "/b c", Flag.NONE));
        refused("run[0].rewrite.pattern: ((a{500}){500}){500}", rewrite("((a{500}){500}){500}", "/", Flag.NONE));
        refused(
                "run[0].return.body: one",
                new Step.ReturnStep(Optional.of(204), Optional.of("x"), "text/plain", Optional.empty()));
        refused(
                "run[0].return.status: 200",
                new Step.ReturnStep(Optional.of(200), Optional.empty(), "text/plain", Optional.of("/")));
        refused(
                "run[0].return.body: beside location",
                new Step.ReturnStep(Optional.empty(), Optional.of("x"), "text/plain", Optional.of("/")));
        refused("run[0].return.contentType: image/png", answer("{path}", "image/png"));
    }

    private static void refused(String message, Step... steps) {
        assertThatThrownBy(() -> policy(steps))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    // Files

    /** As nginx's -f, -d, -e and -x: a directory may be executed, what is not there is the same as what cannot be looked at. */
    @ParameterizedTest
    @CsvSource({
        "file,       FILE PRESENT NO_DIRECTORY NOT_EXECUTABLE",
        "program,    FILE PRESENT NO_DIRECTORY EXECUTABLE",
        "folder,     DIRECTORY PRESENT NO_FILE EXECUTABLE",
        "to-file,    FILE PRESENT NO_DIRECTORY NOT_EXECUTABLE",
        "to-nothing, NO_FILE ABSENT NO_DIRECTORY NOT_EXECUTABLE",
        "none,       NO_FILE ABSENT NO_DIRECTORY NOT_EXECUTABLE",
        "file/x,     NO_FILE ABSENT NO_DIRECTORY NOT_EXECUTABLE",
        "a b,        FILE PRESENT NO_DIRECTORY NOT_EXECUTABLE",
        "folder%2F..%2Ffile, NO_FILE ABSENT NO_DIRECTORY NOT_EXECUTABLE",
    })
    void filesAreTested(String name, String holding, @TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("file"), "x");
        Files.writeString(folder.resolve("a b"), "x");
        Path program = Files.writeString(folder.resolve("program"), "x");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(folder.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("to-file"), folder.resolve("file"));
        Files.createSymbolicLink(folder.resolve("to-nothing"), folder.resolve("nothing"));
        List<String> held = new ArrayList<>();
        for (Test test : Test.values()) {
            if (FileCondition.of(test).isPresent()) {
                Outcome outcome = run(
                        asked("/" + name.replace(" ", "%20")),
                        when(folder + "{path}", test, "", set("seen", "yes")),
                        when("{var.seen}", Test.SET, "", answer(403)));
                if (outcome instanceof Outcome.Reply) {
                    held.add(test.name());
                }
            }
        }
        assertThat(held).containsExactlyInAnyOrder(holding.split(" "));
    }

    /** Where a test stands, what follows is done once, in its order, be the test inside another condition. */
    @ParameterizedTest
    @CsvSource({
        "/here?in=1, ' in file inside behind'",
        "/here,      ' behind'",
        "/none?in=1, ' in inside behind'",
    })
    void whatFollowsATestOfAFileIsDoneOnce(String target, String expected, @TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("here"), "x");
        Exchange x = asked(target);
        Outcome outcome = run(
                x,
                when(
                        "{query.in}",
                        Test.SET,
                        "",
                        more("in"),
                        when(folder + "{path}", Test.FILE, "", more("file")),
                        more("inside")),
                more("behind"),
                answer("{var.done}", "text/plain"));
        assertThat(new String(reply(outcome).body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(expected);
    }

    private static Step more(String word) {
        return set("done", "{var.done} " + word);
    }

    @org.junit.jupiter.api.Test
    void theProgramWaitsForALook() {
        CompletableFuture<Boolean> looking = new CompletableFuture<>();
        List<Step> steps =
                List.of(when("/a", Test.FILE, "", rewrite("", "/there", Flag.KEEP)), rewrite("", "/b", Flag.NONE));
        Exchange x = asked("/a");
        Outcome outcome = new StepsPolicy(new Instructions((path, kind) -> looking).of("run", steps)).onRequest(x);
        assertThat(outcome).isInstanceOf(Outcome.Await.class);
        assertThat(x.request().pathText()).isEqualTo("/a");
        looking.completeExceptionally(new IllegalStateException("none"));
        harness.runLoop();
        assertThat(((Outcome.Await) outcome).stage().toCompletableFuture().join())
                .as("what cannot be looked at is not there")
                .isEqualTo(Outcome.Reroute.MATCHING);
        assertThat(x.request().pathText()).isEqualTo("/b");
    }

    @org.junit.jupiter.api.Test
    void tooManyLooksAreAnOverload() {
        Policy policy = new StepsPolicy(new Instructions((path, kind) -> {
                    throw new RejectedExecutionException();
                })
                .of("run", List.of(when("/a", Test.ABSENT, "", answer(403)))));
        assertThat(reply(policy.onRequest(asked("/a"))).reason()).isEqualTo(Reason.OVERLOAD);
    }

    @org.junit.jupiter.api.Test
    void theSettingsTellWhatTheySetAndWhereTheyGo() {
        StepsConfig config = new StepsConfig(List.of(
                set("a", "1"), when("x", Test.SET, "", set("b", "2"), new Step.GotoStep("other")), answer(403)));
        assertThat(config.variables()).containsExactlyInAnyOrder("a", "b");
        assertThat(config.routes()).containsExactly("other");
        assertThat(new Steps().describe(config))
                .isEqualTo("sets a; where x set (sets b; goes to route other); answers 403");
    }

    @org.junit.jupiter.api.Test
    void connectHasNeitherPathNorQuery() {
        Exchange x = asked("/a");
        x.request().method(dev.sekisho.dataplane.Method.CONNECT, 0, 3);
        assertThat(run(x, rewrite(".*", "/b", Flag.LAST))).isEqualTo(Outcome.CONTINUE);
    }
}
