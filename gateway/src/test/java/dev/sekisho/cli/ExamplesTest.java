package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Address;
import dev.sekisho.server.ConfigurationSource;
import dev.sekisho.server.Gateway;
import dev.sekisho.server.GatewayOptions;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of examples/ is a configuration that serves. */
class ExamplesTest {

    @TempDir
    Path folder;

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "examples"))) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .filter(file -> !file.endsWith("cases.yaml")) // TestCommandTest has it
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void passes_the_check_without_warning(Path example, @TempDir Path folder) throws IOException {
        String text = Files.readString(example);
        String whole = withSecret(text, folder);
        Path file = whole.equals(text) ? example : Files.writeString(folder.resolve("example.yaml"), whole);
        boolean ofKong =
                example.toString().contains("kong"); // whose files say nothing of listeners, so these are in the clear
        Cli.Result result = ofKong ? Cli.run("check", file) : Cli.run("check", "--strict", file);
        assertThat(result.code()).as(result.out()).isZero();
    }

    @Test
    void the_one_of_nginx_passes_its_test() {
        Cli.Result result = Cli.run("nginx", "-t", "-p", Path.of("..", "examples", "nginx"), "-c", "nginx.conf");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).contains("test is successful");
    }

    /** The example with a secret in place of that which its reader is to have in the environment. */
    private static String withSecret(String text, Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef");
        return text.replace("${env:TILL_SECRET}", "${file:" + secret + "}");
    }

    /** The example with certificates in place of those that its reader is to make. */
    private static Path withCertificates(Path example, Path folder) throws Exception {
        String text = withSecret(Files.readString(example), folder);
        if (text.contains("localhost.pem")) {
            X509Bundle own = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=localhost")
                    .addSanDnsName("localhost")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            Path certificate = Files.writeString(folder.resolve("own.pem"), own.getCertificatePEM());
            Path key = Files.writeString(folder.resolve("own.key"), own.getPrivateKeyPEM());
            text = text.replace("localhost.pem", certificate.toString()).replace("localhost.key", key.toString());
        }
        return Files.writeString(folder.resolve("example.yaml"), onFreePorts(text));
    }

    /** Ports of streams are not replaced by an option, and may be somebody else's here. */
    private static String onFreePorts(String text) {
        return text.contains("\nstreams:")
                ? text.replaceAll("(\\baddress: \"127\\.0\\.0\\.1:)\\d+(\" *# listens)", "$10$2")
                : text;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void starts(Path example, @TempDir Path folder) throws Exception {
        ConfigurationSource source =
                new ConfigurationSource(List.of(withCertificates(example, folder)), Cli.DIALECTS, Optional.empty());
        boolean tls = Files.readString(example).contains(" tls:\n");
        Address free = new Address("127.0.0.1", 0);
        GatewayOptions options = new GatewayOptions(
                "auto",
                1,
                List.of(free),
                tls ? List.of(free) : List.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                false);
        try (Gateway gateway = Gateway.start(source, options)) {
            assertThat(gateway.isReady()).isTrue();
            assertThat(gateway.addresses()).hasSize(tls ? 2 : 1);
            assertThat(gateway.addresses().stream().filter(gateway::isEncrypted))
                    .hasSize(tls ? 1 : 0);
            assertThat(gateway.streamAddresses())
                    .hasSameSizeAs(gateway.snapshot().model().streams());
            assertThat(gateway.snapshot().routes()).isNotEmpty();
        }
    }
}
