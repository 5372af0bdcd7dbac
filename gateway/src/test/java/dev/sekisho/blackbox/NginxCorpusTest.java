package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Conversions;
import dev.sekisho.dialect.nginx.Nginx;
import dev.sekisho.server.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small configurations, each with requests, through nginx and through the gateway: the answers and what services get are the
 * same, but for what {@link NginxComparison} leaves out and what diagnostics announce. {@code -Dsekisho.corpus=topic/name}
 * plays those whose name begins so; {@code -Dsekisho.corpus.record=true} plays them with nginx alone and writes its answers
 * to {@code target/nginx-corpus}.
 */
class NginxCorpusTest {

    private static final String WANTED = System.getProperty("sekisho.corpus", "");
    private static final boolean RECORD = Boolean.getBoolean("sekisho.corpus.record");
    private static final int LEAST = 400;
    private static final String HEAD = """
            daemon off;
            worker_processes 1;
            pid nginx.pid;
            events { worker_connections 512; }
            http {
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
            """;

    private static final Map<String, Tally> SUMMARY = new LinkedHashMap<>();

    @TempDir
    static Path folder;

    private static NginxServices services;

    private static final class Tally {
        private int cases;
        private int requests;
        private int differing;
    }

    @BeforeAll
    static void start() throws IOException {
        services = new NginxServices();
    }

    @AfterAll
    static void end() throws IOException {
        services.close();
        SUMMARY.forEach((topic, tally) -> System.out.printf(
                "%-18s %3d cases %4d requests %3d differ%n", topic, tally.cases, tally.requests, tally.differing));
        System.out.printf(
                "%-18s %3d cases %4d requests %3d differ%n",
                "all",
                SUMMARY.values().stream().mapToInt(each -> each.cases).sum(),
                SUMMARY.values().stream().mapToInt(each -> each.requests).sum(),
                SUMMARY.values().stream().mapToInt(each -> each.differing).sum());
    }

    @Test
    void thereAreEnough() throws IOException {
        assertThat(NginxCorpus.read().values().stream().mapToInt(List::size).sum())
                .isGreaterThanOrEqualTo(LEAST);
    }

    @TestFactory
    Stream<DynamicContainer> requests() throws IOException {
        Nginx.program();
        return NginxCorpus.read().entrySet().stream()
                .map(topic ->
                        DynamicContainer.dynamicContainer(topic.getKey(), nodes(topic.getKey(), topic.getValue())));
    }

    private static List<DynamicNode> nodes(String topic, List<NginxCase> all) {
        List<NginxCase> wanted =
                all.stream().filter(each -> each.toString().startsWith(WANTED)).toList();
        try {
            return wanted.isEmpty() ? List.of() : play(topic, wanted);
        } catch (IOException | AssertionError e) {
            return List.of(DynamicTest.dynamicTest("nginx", () -> {
                throw new AssertionError(topic + ": " + e.getMessage(), e);
            }));
        }
    }

    private static List<DynamicNode> play(String topic, List<NginxCase> cases) throws IOException {
        Path root = Files.createDirectories(folder.resolve(topic));
        List<NginxPlace> places = NginxPlace.of(cases, root);
        Map<NginxCase, List<NginxAnswer>> theirs = new LinkedHashMap<>();
        List<DynamicNode> nodes = new ArrayList<>();
        try (NginxPrograms nginx = new NginxPrograms(HEAD, root, cases, places, services)) {
            for (int i = 0; i < cases.size(); i++) {
                theirs.put(cases.get(i), nginx.play(cases.get(i), places.get(i)));
            }
        }
        if (RECORD) {
            NginxRecord.write(topic, theirs, places);
        }
        for (int i = 0; i < cases.size() && !RECORD; i++) {
            nodes.add(compared(cases.get(i), places.get(i), theirs.getOrDefault(cases.get(i), List.of())));
        }
        return nodes;
    }

    private static DynamicNode compared(NginxCase each, NginxPlace place, List<NginxAnswer> theirs) throws IOException {
        Tally tally = SUMMARY.computeIfAbsent(each.topic(), topic -> new Tally());
        tally.cases++;
        tally.requests += theirs.size();
        String text = each.whole(filled -> services.fill(place.fill(filled, NginxPlace.GATEWAY)));
        Path own = place.folder().resolve(NginxPlace.GATEWAY);
        try {
            Compilation compilation = NginxGateway.compile(own, text, false);
            String found =
                    compilation.diagnostics().stream().map(Object::toString).collect(Collectors.joining("\n"));
            List<NginxCase.Announced> missing = missing(each, compilation);
            if (!missing.isEmpty()) {
                return failure(each, "not announced: " + missing + " in\n" + found, Optional.empty(), tally);
            }
            if (compilation.failed() && each.announced().isEmpty()) {
                return failure(each, "refused:\n" + found, Optional.empty(), tally);
            }
            return compilation.failed()
                    ? DynamicTest.dynamicTest(each.name() + ": is refused, as announced", () -> {})
                    : DynamicContainer.dynamicContainer(
                            each.name(),
                            List.of(
                                    played(each, place, own.resolve("nginx.conf"), theirs, tally),
                                    DynamicTest.dynamicTest(
                                            "convert", () -> Conversions.assertLossless(compilation.model()))));
        } catch (RuntimeException e) {
            return failure(each, "does not compile: " + e, Optional.of(e), tally);
        }
    }

    private static List<NginxCase.Announced> missing(NginxCase each, Compilation compilation) {
        return each.announced().stream()
                .filter(wanted -> compilation.diagnostics().stream()
                        .noneMatch(found ->
                                found.code().equals(wanted.code()) && found.at().line() == wanted.line()))
                .toList();
    }

    private static DynamicNode failure(NginxCase each, String why, Optional<Throwable> cause, Tally tally) {
        tally.differing += NginxPrograms.repeated(each).size();
        return DynamicTest.dynamicTest(each.name(), () -> {
            throw new AssertionError(each + ": " + why, cause.orElse(null));
        });
    }

    private static DynamicNode played(
            NginxCase each, NginxPlace place, Path file, List<NginxAnswer> theirs, Tally tally) throws IOException {
        List<NginxAnswer> ours;
        List<DynamicNode> logs = new ArrayList<>();
        try (NginxGateway gateway = NginxGateway.start(file, false)) {
            assertThat(gateway.gateway().addresses()).isNotEmpty();
            ours = new NginxPlayer(services, place, NginxPlace.GATEWAY).play(NginxPrograms.repeated(each));
            for (String log : each.logs()) {
                List<NginxRequest> asked = NginxPrograms.repeated(each);
                List<String> all = place.log(NginxPlace.NGINX, log);
                List<String> expected = each.compared(all, asked);
                List<String> actual = each.compared(eventually(place, log, all.size()), asked);
                tally.differing += actual.equals(expected) ? 0 : 1;
                logs.add(DynamicTest.dynamicTest(
                        log, () -> assertThat(actual).as(each + " " + log).isEqualTo(expected)));
            }
        } catch (Gateway.StartFailure e) {
            return failure(each, "does not start: " + e.diagnostics(), Optional.of(e), tally);
        } catch (RuntimeException | AssertionError e) {
            return failure(each, "does not start: " + e, Optional.of(e), tally);
        }
        return DynamicContainer.dynamicContainer(
                each.name(), Stream.concat(tests(each, theirs, ours, tally).stream(), logs.stream()));
    }

    private static List<String> eventually(NginxPlace place, String log, int lines) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        while (place.log(NginxPlace.GATEWAY, log).size() < lines && System.nanoTime() < end) {
            TestGateway.pause(10);
        }
        return place.log(NginxPlace.GATEWAY, log);
    }

    private static List<DynamicTest> tests(
            NginxCase each, List<NginxAnswer> theirs, List<NginxAnswer> ours, Tally tally) {
        List<DynamicTest> tests = new ArrayList<>();
        List<NginxRequest> requests = NginxPrograms.repeated(each);
        for (int i = 0; i < requests.size(); i++) {
            NginxRequest request = requests.get(i);
            boolean excused = request.has("differs");
            List<String> found = excused ? List.of() : NginxComparison.differences(theirs.get(i), ours.get(i), request);
            tally.differing += found.isEmpty() ? 0 : 1;
            String report = each + ", request " + (i + 1) + ": " + request.title() + "\n  " + String.join("\n  ", found)
                    + "\nnginx: " + theirs.get(i).told() + "\nsekisho: "
                    + ours.get(i).told();
            tests.add(DynamicTest.dynamicTest((i + 1) + " " + request.title(), () -> {
                if (!found.isEmpty()) {
                    throw new AssertionError(report);
                }
            }));
        }
        return tests;
    }
}
