package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What testssl.sh finds in the default TLS configuration: nothing above LOW. */
class TestsslTest {

    /** Findings of the test's surroundings, each with why it says nothing about the gateway. */
    private static final Map<String, String> EXCUSED = Map.of(
            "cert_revocation", "the test's own authority publishes neither a CRL nor an OCSP address",
            "engine_problem", "the openssl that testssl.sh itself uses has no GOST engine",
            "security_headers", "fields of the service's answers, which the gateway adds only where a policy says so");

    private static final Set<String> GOOD = Set.of("OK", "INFO", "LOW");
    private static final int MINUTES = 15; // some 80 s on an idle machine of two cores

    @TempDir
    Path folder;

    @Test
    void findsNothingAboveLow() throws Exception {
        Path testssl = find();
        Pki pki = new Pki(folder);
        try (RawUpstream upstream = RawUpstream.answering(r -> RawUpstream.ok("ok"));
                TestGateway gateway = TestGateway.start(Yaml.listener(
                                "tls: { certificates: [ { " + pki.files("a", pki.issue("a.test", "a.test")) + " } ] }")
                        + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                        + Yaml.ALL)) {
            List<String> bad = new ArrayList<>();
            Set<String> ids = new HashSet<>();
            for (JsonNode finding : run(testssl, pki, gateway.address().getPort())) {
                String id = finding.get("id").asString();
                String severity = finding.get("severity").asString();
                ids.add(id);
                if (severity.equals("LOW")) {
                    System.out.println("testssl.sh: " + finding);
                }
                if (!GOOD.contains(severity) && !EXCUSED.containsKey(id)) {
                    bad.add(finding.toString());
                }
            }
            assertThat(bad).isEmpty();
            assertThat(ids).as("or it did not look").contains("TLS1_2", "TLS1_3", "heartbleed", "LUCKY13");
        }
    }

    private static Path find() {
        String path = System.getenv().getOrDefault("PATH", "");
        Path found = Stream.of(path.split(File.pathSeparator))
                .flatMap(place -> Stream.of(Path.of(place, "testssl"), Path.of(place, "testssl.sh")))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(""));
        assumeTrue(!found.toString().isEmpty(), "testssl.sh is not installed");
        return found;
    }

    /** Protocols, categories of suites, forward secrecy, defaults and certificate, headers, vulnerabilities. */
    private JsonNode run(Path testssl, Pki pki, int port) throws IOException, InterruptedException {
        Path json = folder.resolve("findings.json");
        Path output = folder.resolve("testssl.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        testssl.toString(),
                        "--quiet",
                        "--color",
                        "0",
                        "--warnings",
                        "off",
                        "-n",
                        "none",
                        "--ip",
                        "127.0.0.1",
                        "--add-ca",
                        pki.ca().toString(),
                        "--jsonfile",
                        json.toString(),
                        "-p",
                        "-s",
                        "-f",
                        "-S",
                        "-h",
                        "-U",
                        "https://a.test:" + port + "/")
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(output.toFile());
        builder.environment().put("TERM", "dumb");
        Process process = builder.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException("testssl.sh does not end: " + Files.readString(output));
        }
        assertThat(json).as(Files.readString(output)).exists();
        return JsonMapper.shared().readTree(Files.readString(json));
    }
}
