package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that depend on who the client is, where nobody finds that out; and limits that listeners undercut. */
class ChainChecksTest {

    private static final String KEY = "72982554663d5ac1ce1b8358faa7043bab6301664476a1579f3c201f50c5b2db";

    @TempDir
    Path folder;

    private Cli.Result check(String listener, String global, String routes) throws IOException {
        boolean plans = routes.contains("gold"); // else one that no policy names would be another warning
        Path file = Files.writeString(folder.resolve("gateway.yaml"), """
            listeners: [ { name: http, address: "127.0.0.1:8080"%s } ]
            plans: [ %s ]
            consumers: [ { name: shop%s, groups: [ partners ], keys: [ { sha256: %s } ] } ]
            policies: [ %s ]
            routes:
            %s
            """.formatted(
                        listener, plans ? "{ name: gold }" : "", plans ? ", plan: gold" : "", KEY, global, routes));
        return Cli.run("check", "--strict", file);
    }

    private static String route(String name, String policies) {
        return "  - { name: " + name + ", match: { path: /" + name + " }, policies: [ " + policies
                + " ], to: { respond: {} } }\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate-limit: { limits: [ { requests: 5, per: day } ], key: consumer } | key: consumer: empty, so that"
                        + " clients are counted by address",
                "rate-limit: { limits: [ { requests: 5, per: day } ], key: credential, emptyKey: pass } | key:"
                        + " credential: empty, so that nothing is counted",
                "rate-limit: { limits: [ { requests: 5, per: day } ], key: 'claim:tenant', emptyKey: refuse } | key:"
                        + " claim:tenant: empty, so that every request is refused",
                "rate-limit: { limits: [ { requests: 5, per: day } ], key: '{subject}' } | key: {subject}: empty, so"
                        + " that clients are counted by address",
                "rate-limit: { limits: [ { requests: 5, per: day } ], key: '{path} {subject}' } | key: {path}"
                        + " {subject}: tells no clients apart",
                "rate-limit: { limits: [ { requests: 5, per: day } ], plans: { gold: { unlimited: true } } } | plans:"
                        + " nobody has one, so that limits holds for all",
                "concurrency: { requests: 5, key: plan } | key: plan: empty, so that all requests share one count",
                "concurrency: { requests: 5, key: consumer, missing: pass } | key: consumer: empty, so that nothing is"
                        + " counted",
                "concurrency: { requests: 5, key: template, template: '{host} {consumer}' } | template: {host}"
                        + " {consumer}: tells no clients apart",
                "quota: { file: /tmp/never-made, limits: { day: 5 } } | unknown: refuse: every request is refused",
                "cache: { key: '{path} {consumer}' } | key: {path} {consumer}: tells no clients apart, so that all get"
                        + " the same responses",
            })
    void whatDependsOnTheClientNeedsSomeoneWhoFindsOut(String policy, String what) throws IOException {
        Cli.Result alone = check("", "", route("with", "key-auth: {}, " + policy) + route("without", policy));
        assertThat(alone.out())
                .contains("on route without: " + what
                        + " (expected: a policy before it that finds out who the client is)")
                .contains("[policy.nobody-known]")
                .doesNotContain("on route with:");
        assertThat(alone.code()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate-limit: { limits: [ { requests: 5, per: day } ] }",
                "rate-limit: { limits: [ { requests: 5, per: day } ], key: '{header.X-A}' }",
                "concurrency: { requests: 5 }",
                "cache: { key: '{path} {clientAddress}' }",
            })
    void whatDoesNotIsLeftAlone(String policy) throws IOException {
        assertThat(check("", "key-auth: {}", route("a", policy)).code()).isZero();
        Cli.Result result = check("", "", route("a", policy) + route("b", "key-auth: {}"));
        assertThat(result.code()).as(result.out()).isZero();
    }

    @Test
    void anAudienceThatComesTooEarlyIsToldOnce() throws IOException {
        String cors = "{ cors: { origins: [ \"*\" ] }, for: { consumers: shop } }";
        Cli.Result edge = check("", cors, route("a", "key-auth: {}") + route("b", "key-auth: {}"));
        assertThat(edge.code()).isEqualTo(1);
        assertThat(edge.out())
                .containsOnlyOnce(
                        "cors on route a and 1 more: for: consumers shop: serves nobody (expected: a policy before"
                                + " it that finds out who the client is) [policy.audience-too-early]");
        String limit = "{ rate-limit: { limits: [ { requests: 5, per: day } ] }, for: { groups: partners } }";
        assertThat(check("", "", route("a", limit) + route("b", "key-auth: {}")).out())
                .contains("rate-limit on route a: for: groups partners: serves nobody");
        Cli.Result behind = check("", "", route("a", "key-auth: {}, " + limit));
        assertThat(behind.code()).as(behind.out()).isZero();
        Cli.Result either = check(
                "", "", route("a", "any-of: { policies: [ ip: { allow: [ 127.0.0.1 ] }, key-auth: {} ] }, " + limit));
        assertThat(either.code()).as(either.out()).isZero();
    }

    /** Not a warning: the route would be open to all others. */
    @Test
    void whoAsksForCredentialsMustKnowWhomToAsk() throws IOException {
        Cli.Result result = check("", "", route("a", "{ key-auth: {}, for: { consumers: shop } }"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out())
                .contains("key-auth: for: consumers shop (expected: a policy before key-auth that finds out who the"
                        + " client is; else nobody is asked)");
    }

    @Test
    void alternativesAreForEverybody() throws IOException {
        Cli.Result result = check(
                "",
                "",
                route(
                        "a",
                        "any-of: { policies: [ { key-auth: {}, for: { consumers: shop } }, { ip: { allow: [ 127.0.0.1"
                                + " ] } } ] }"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).contains("for: consumers shop (expected: none here;");
    }

    @Test
    void namesAreThoseOfTheConfiguration() throws IOException {
        String limit = "{ rate-limit: { limits: [ { requests: 5, per: day } ] }, for: { %s } }";
        Cli.Result consumer = check("", "", route("a", "key-auth: {}, " + limit.formatted("consumers: [ shp ]")));
        assertThat(consumer.code()).isEqualTo(2);
        assertThat(consumer.out())
                .contains(
                        "for.consumers: shp (expected: the name of a consumer) [model.unknown-consumer]",
                        "did you mean shop?");
        Cli.Result plan = check("", "", route("a", "key-auth: {}, " + limit.formatted("plans: [ golden ]")));
        assertThat(plan.code()).isEqualTo(2);
        assertThat(plan.out()).contains("for.plans: golden (expected: the name of a plan) [model.unknown-plan]");
        Cli.Result group = check("", "", route("a", "key-auth: {}, " + limit.formatted("groups: [ partnrs ]")));
        assertThat(group.code()).isEqualTo(1);
        assertThat(group.out())
                .contains(
                        "for.groups: partnrs (expected: a group that a consumer is in) [model.unknown-group]",
                        "did you mean partners?");
        assertThat(check(
                                "",
                                "",
                                route(
                                        "a",
                                        "introspection: { endpoint: \"https://id.invalid/i\", client: { id: a, secret:"
                                                + " b } }, "
                                                + limit.formatted("groups: [ partnrs ]")))
                        .out())
                .as("a token may tell")
                .doesNotContain("unknown-group");
    }

    @Test
    void limitsOnBodiesBeyondThoseOfListenersDoNothing() throws IOException {
        String large = route("a", "size-limit: { request: 2MiB }");
        assertThat(check(", limits: { body: 1MiB }", "", large + route("b", "key-auth: {}"))
                        .out())
                .contains("size-limit on route a: request: 2MiB (expected: <= 1MiB, which listeners let in)"
                        + " [policy.beyond-listener]");
        for (String listener : new String[] {"", ", limits: { body: 2MiB }"}) {
            Cli.Result result = check(listener, "", large + route("b", "key-auth: {}"));
            assertThat(result.code()).as(result.out()).isZero();
        }
    }

    @Test
    void explainShowsTheVariantsAndTheOneThatServes() throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), """
            listeners: [ { name: http, address: "127.0.0.1:8080" } ]
            consumers: [ { name: shop, groups: [ partners ], keys: [ { key: right } ] }, { name: till, keys: [ { key: other } ] } ]
            routes:
              - name: all
                match: { path: /* }
                policies:
                  - key-auth: {}
                  - { rate-limit: { limits: [ { requests: 5, per: day } ] }, for: { groups: partners } }
                  - { respond: { status: 204 }, for: { consumers: shop } }
                to: { respond: { body: ok } }
            """);
        assertThat(Cli.run("explain", file, "--", "/", "-H", "X-API-Key: right").out())
                .contains(
                        "  rate-limit, by who the client is:\n  > for groups partners: rate-limit (",
                        "): admits 5 a day")
                .contains("  respond, by who the client is:\n  > for consumers shop: respond (")
                .contains("answers 204");
        assertThat(Cli.run("explain", file, "--", "/", "-H", "X-API-Key: other").out())
                .contains("    for groups partners: rate-limit (", "    for none of these, so it does nothing\n")
                .contains("answered 200, a fixed response");
    }
}
