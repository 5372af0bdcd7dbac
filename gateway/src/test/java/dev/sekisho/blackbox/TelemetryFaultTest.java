package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sekisho.admin.ReloadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told about traffic never harms it, and what is lost of it is counted. */
class TelemetryFaultTest {

    private static final String DROPPED = "api_gateway_access_log_dropped_lines_total";
    private static final Path FULL = Path.of("/dev/full"); // every write fails with ENOSPC
    private static final String SERVICE = Yaml.listener("") + Yaml.routes("name: yes, to: { respond: { body: good } }");

    @TempDir
    Path folder;

    private static double metric(TestGateway gateway, String name) throws IOException {
        try (RawClient client = RawClient.connect(gateway.admin())) {
            String page = client.admin("/metrics").text();
            Matcher line =
                    Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(page);
            if (!line.find()) {
                throw new AssertionError("no " + name + " in " + page);
            }
            return Double.parseDouble(line.group(1));
        }
    }

    private static void load(TestGateway gateway, int requests) {
        try (Load load = Load.start(gateway.address(), 4, answer -> answer.status() == 200)) {
            load.await(requests);
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void aFullDiskDropsLinesAndFailsNoRequest() throws IOException {
        assumeTrue(Files.exists(FULL), "needs /dev/full");
        try (TestGateway gateway = TestGateway.start(SERVICE + Yaml.log(FULL, "buffer: 64KiB"))) {
            assertThat(metric(gateway, DROPPED)).isZero();
            load(gateway, 3_000);
            double dropped = metric(gateway, DROPPED);
            assertThat(dropped).isPositive();

            Path file = folder.resolve("access.log");
            assertThat(gateway.reload(SERVICE + Yaml.log(file, "")).outcome()).isEqualTo(ReloadResult.Outcome.APPLIED);
            assertThat(metric(gateway, DROPPED)).isGreaterThanOrEqualTo(dropped);
            load(gateway, 100);
            TestGateway.await("lines of the good disk", () -> file.toFile().length() > 0);
            assertThat(metric(gateway, DROPPED)).isGreaterThanOrEqualTo(dropped);
            gateway.reload(SERVICE + "telemetry: { accessLog: off }\n");
            assertThat(metric(gateway, DROPPED)).isGreaterThanOrEqualTo(dropped);
        }
    }

    @Test
    void theStartIsNoReload() throws IOException {
        try (TestGateway gateway = TestGateway.start(SERVICE)) {
            assertThat(metric(gateway, "api_gateway_config_reloads_total{result=\"applied\"}"))
                    .isZero();
            assertThat(metric(gateway, "api_gateway_config_last_good_timestamp_seconds"))
                    .isPositive();
            gateway.reload(SERVICE.replace("good", "better"));
            assertThat(metric(gateway, "api_gateway_config_reloads_total{result=\"applied\"}"))
                    .isEqualTo(1);
        }
    }
}
