package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan counts as used wherever a policy tells it from others; rules and placeholders did not count, so {@code --strict} failed. */
class PlanWarningTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rules: { allow: [ { when: { plans: [ gold ] } } ] }|0",
                "rules: { allow: [ { when: { plans: [ silver ] } } ] }|1",
                "request-headers: { set: { X-Plan: '{plan}' } }|0",
                "concurrency: { requests: 5, key: plan }|0",
                "concurrency: { requests: 5, key: address }|1",
                "rate-limit: { limits: [ { requests: 5, per: day } ], plans: { gold: { unlimited: true } } }|0",
                "rate-limit: { limits: [ { requests: 5, per: day } ], key: plan }|0",
                "rate-limit: { limits: [ { requests: 5, per: day } ] }|1",
            })
    void isGivenWhereNoPolicyTellsThePlan(String policy, int code, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), """
                listeners: [ { name: http, address: "127.0.0.1:8080" } ]
                upstreams: [ { name: service, targets: [ { address: "127.0.0.1:3000" } ] } ]
                plans: [ { name: gold } ]
                consumers: [ { name: ann, plan: gold, keys: [ { sha256: 72982554663d5ac1ce1b8358faa7043bab6301664476a1579f3c201f50c5b2db } ] } ]
                routes: [ { name: all, match: { path: /* }, policies: [ key-auth: {}, %s ], to: service } ]
                """.formatted(policy));
        Cli.Result result = Cli.run("check", "--strict", file);
        assertThat(result.code()).as(result.out()).isEqualTo(code);
    }
}
