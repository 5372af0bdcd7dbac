package dev.sekisho.blackbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** OpenSSL's client, which offers whatever session it is told to, to whatever host. */
record OpenSslClient(InetSocketAddress address, Path folder) {

    static boolean isThere() {
        try {
            return new ProcessBuilder("openssl", "version")
                    .redirectErrorStream(true)
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One GET; all that the client prints. The option, -sess_in or -sess_out, says what to do with the session file. */
    String get(String host, String version, String sessionOption) throws IOException, InterruptedException {
        return request(host, host, version, sessionOption, session().toString());
    }

    /** The file that sessions are kept in. */
    Path session() {
        return folder.resolve("session");
    }

    /** One GET with a handshake for one host and a Host field of perhaps another; all that the client prints. */
    String request(String name, String host, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "openssl", "s_client", "-ign_eof", "-connect", "127.0.0.1:" + address.getPort(), "-servername", name));
        command.addAll(List.of(options));
        Path output = Files.createTempFile(folder, "openssl", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            process.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        } catch (IOException e) {
            // it has gone already; what it printed tells why
        }
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("openssl does not end: " + Files.readString(output));
        }
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }
}
