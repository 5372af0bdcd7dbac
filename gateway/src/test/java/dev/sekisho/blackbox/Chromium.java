package dev.sekisho.blackbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A browser without a window; skips the test, and says so, where none is installed. */
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final String PROFILE = "profile";
    private static final String OUTPUT = "chromium.txt";

    private final Process process;
    private final Path folder;

    private Chromium(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    private static String program() {
        Optional<String> found = NAMES.stream()
                .filter(name -> Program.isThere(name, "--version"))
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("skipped: no " + String.join(", ", NAMES) + " on the PATH");
        }
        assumeTrue(found.isPresent(), "no browser on the PATH");
        return found.orElseThrow();
    }

    /** Opens a page; all names under {@code test} are this machine, and the server's certificate is trusted by its key. */
    static Chromium open(Path folder, X509Bundle certificate, String url) throws IOException, GeneralSecurityException {
        Process process = new ProcessBuilder(
                        program(),
                        "--headless",
                        "--no-sandbox", // which root cannot have
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--no-proxy-server",
                        "--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND",
                        "--ignore-certificate-errors-spki-list=" + keyHash(certificate),
                        "--user-data-dir=" + folder.resolve(PROFILE),
                        "--remote-debugging-port=0", // keeps it running
                        url)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(OUTPUT).toFile())
                .start();
        return new Chromium(process, folder);
    }

    private static String keyHash(X509Bundle certificate) throws GeneralSecurityException {
        byte[] key = certificate.getCertificate().getPublicKey().getEncoded();
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    }

    /** What it printed so far. */
    String output() throws IOException {
        return Files.readString(folder.resolve(OUTPUT));
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        all.forEach(child -> child.onExit().join());
        for (String link : List.of("SingletonLock", "SingletonCookie", "SingletonSocket")) {
            Files.deleteIfExists(folder.resolve(PROFILE).resolve(link)); // they lead out of the folder
        }
    }
}
