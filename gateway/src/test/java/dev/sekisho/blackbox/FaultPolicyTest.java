package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Faults on purpose, through routing, policy and log. */
class FaultPolicyTest {

    private static TestGateway with(String settings) {
        return TestGateway.start(Yaml.listener("") + "routes: [ { name: all, match: { path: /* }, policies: [ { fault: "
                + settings + " } ], to: { respond: { body: ok } } } ]\n");
    }

    @Test
    void anAbortHasItsReasonAndTheFormOfErrors() throws IOException {
        try (TestGateway gateway = with("{ abort: { status: 504 }, headers: { X-Chaos: \"yes\" } }")) {
            assertThat(gateway.get("/").text()).isEqualTo("ok");
            Message aborted = gateway.get("/", "X-Chaos: yes");
            assertThat(aborted.status()).isEqualTo(504);
            String id = aborted.field("X-Request-ID").orElseThrow();
            assertThat(aborted.text()).contains("\"error\":\"gateway_timeout\"").contains(id);
            assertThat(gateway.logged(line -> line.contains(id))).contains("\"reason\":\"policy.fault\"");
        }
    }

    @Test
    void aDelayHoldsUpOneRequestAndNoOther() throws IOException {
        try (TestGateway gateway = with("{ delay: { duration: 1s }, headers: { X-Slow: \"*\" } }");
                RawClient slow = gateway.connect()) {
            long start = System.nanoTime();
            slow.send(RawClient.request("GET", "/", "X-Slow: 1"));
            for (int i = 0; i < 20; i++) {
                assertThat(gateway.get("/").text()).isEqualTo("ok");
            }
            assertThat(slow.isClosedWithin(java.time.Duration.ofMillis(1))).isFalse();
            assertThat(slow.read().text()).isEqualTo("ok");
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(990));
        }
    }

    @Test
    void aRequestAsksForItsFault() throws IOException {
        try (TestGateway gateway = with("{ delay: { duration: 20ms }, abort: {}, byHeader: true }")) {
            assertThat(gateway.get("/").status()).isEqualTo(200);
            assertThat(gateway.get("/", "x-envoy-fault-abort-request: 418").status())
                    .isEqualTo(418);
            assertThat(gateway.get("/", "x-envoy-fault-abort-request: 1000").status())
                    .isEqualTo(200);
            assertThat(gateway.get("/", "x-envoy-fault-abort-request: 304").status())
                    .isEqualTo(304);
            long start = System.nanoTime();
            assertThat(gateway.get("/", "x-envoy-fault-delay-request: 600000").status())
                    .isEqualTo(200);
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
    }

    @Test
    void aClientThatLeavesEndsItsDelay() throws IOException {
        try (TestGateway gateway = with("{ delay: { duration: 1h } }")) {
            try (RawClient client = gateway.connect()) {
                client.send(RawClient.request("GET", "/gone"));
                TestGateway.pause(50);
                client.reset();
            }
            assertThat(gateway.logged(line -> line.contains("/gone"))).contains("\"reason\":\"client.closed\"");
        }
    }
}
