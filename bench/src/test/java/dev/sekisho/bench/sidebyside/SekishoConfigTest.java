package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.policy.Policies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway must take what it is started with, or a row would be missing. */
class SekishoConfigTest {

    private static final YamlDialect DIALECT = new YamlDialect(Policies.configTypes(), SecretSource.system());

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "TLS", "TICKETS", "H2", "WEBSOCKET"})
    void isGoodForTheWire(Wire wire) throws IOException {
        String text = config(wire, SekishoPeer.GUARDED);
        assertThat(compile(text).diagnostics()).isEmpty();
        assertThat(compile(text).model().listeners().getFirst().tls().isPresent())
                .isEqualTo(wire.encrypted());
    }

    @Test
    void ticketsAreOnInTheirRowOnly() throws IOException {
        assertThat(config(Wire.TICKETS, SekishoPeer.PLAIN)).contains("tickets: true");
        assertThat(config(Wire.TLS, SekishoPeer.PLAIN)).contains("tickets: false");
    }

    @Test
    void http2InTheClearIsAskedFor() throws IOException {
        assertThat(config(Wire.H2C, SekishoPeer.PLAIN))
                .contains("http2: { cleartext: true }")
                .doesNotContain("protocol");
        assertThat(config(Wire.GRPC, SekishoPeer.PLAIN)).contains("http2: { cleartext: true }", "protocol: http2");
    }

    @ParameterizedTest
    @EnumSource
    void doesItsWork(Work work) throws IOException {
        Wire wire = work == Work.CERTIFICATE ? Wire.TLS : Wire.HTTP;
        Compilation compiled = compile(config(wire, new SekishoPeer("guarded", "", work)));
        assertThat(compiled.diagnostics()).isEmpty();
        assertThat(compiled.model().policies()).hasSize(work == Work.NONE ? 0 : 1);
    }

    private String config(Wire wire, SekishoPeer peer) throws IOException {
        try (Workspace workspace = Workspace.create(directory)) {
            Setup setup = new Setup(
                    workspace,
                    8080,
                    64,
                    false,
                    wire,
                    Certificate.create(directory),
                    Credentials.create(directory),
                    6379);
            return SekishoConfig.of(8081, "off", peer.guards(), peer.work(), setup);
        }
    }

    private static Compilation compile(String text) {
        return DIALECT.compile(List.of(new Document("sekisho.yaml", text)));
    }
}
