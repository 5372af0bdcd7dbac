package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Address;
import dev.sekisho.server.ConfigurationSource;
import dev.sekisho.server.Gateway;
import dev.sekisho.server.GatewayOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of examples/ is a configuration that serves. */
class ExamplesTest {

    @TempDir
    Path folder;

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void passes_the_check_without_warning(Path example) {
        Cli.Result result = Cli.run("check", "--strict", example);
        assertThat(result.code()).as(result.out()).isZero();
    }

    /** Ports of streams are not replaced by an option, and may be somebody else's here. */
    private Path onFreePorts(Path example) throws IOException {
        String text = Files.readString(example);
        return text.contains("\nstreams:")
                ? Files.writeString(
                        folder.resolve("example.yaml"),
                        text.replaceAll("(\\baddress: \"127\\.0\\.0\\.1:)\\d+(\" *# listens)", "$10$2"))
                : example;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void starts(Path example) throws Gateway.StartFailure, IOException {
        ConfigurationSource source =
                new ConfigurationSource(List.of(onFreePorts(example)), Cli.DIALECTS, Optional.empty());
        GatewayOptions options = new GatewayOptions(
                "auto",
                1,
                List.of(new Address("127.0.0.1", 0)),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                false);
        try (Gateway gateway = Gateway.start(source, options)) {
            assertThat(gateway.isReady()).isTrue();
            assertThat(gateway.addresses()).hasSize(1);
            assertThat(gateway.streamAddresses())
                    .hasSameSizeAs(gateway.snapshot().model().streams());
            assertThat(gateway.snapshot().routes()).isNotEmpty();
        }
    }
}
