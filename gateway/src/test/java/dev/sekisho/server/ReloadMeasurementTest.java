package dev.sekisho.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sekisho.dataplane.ExchangeObserver;
import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.transport.Transport;
import dev.sekisho.dataplane.upstream.breaker.BreakerEvents;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.snapshot.PolicyChains;
import dev.sekisho.snapshot.Snapshot;
import dev.sekisho.snapshot.SnapshotBuilder;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Prints what the steps of a reload of 100,000 routes cost after one edit; asserts only that it was served. Runs with
 * {@code -Dsekisho.measure=true}, or by its main method with the JVM flags of the launcher.
 */
@EnabledIfSystemProperty(named = "sekisho.measure", matches = "true")
class ReloadMeasurementTest {

    private static final int ROUTES = 100_000;
    private static final int TURNS = 9;

    private final Map<String, List<Mark>> steps = new LinkedHashMap<>();
    private Mark since = Mark.now();

    /** What is edited. */
    private enum Edit {
        BACKEND,
        PATH,
        ADD_FIRST,
        REMOVE_MIDDLE
    }

    @Test
    void steps() throws Exception {
        main(new String[0]);
    }

    /** The same without a test runner. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("sekisho-measure");
        Path file = folder.resolve("sekisho.yaml");
        ConfigurationSource source = new ConfigurationSource(
                List.of(file),
                List.of(new YamlDialect(Policies.configTypes(), SecretSource.system())),
                Optional.empty());
        LastGood lastGood = new LastGood(folder.resolve("kept"), source.files());
        try (Loops loops = new Loops(Transport.select("nio"), 1)) {
            SnapshotBuilder builder = new SnapshotBuilder(
                    1,
                    new PolicyChains(PolicyServices.OFFLINE),
                    (telemetry, routes) -> ExchangeObserver.NONE,
                    BreakerEvents.NONE);
            List<String> lines = lines();
            Files.writeString(file, String.join("\n", lines));
            Snapshot serving = builder.build(source.compile().model(), Optional.empty());
            for (Edit edit : Edit.values()) {
                ReloadMeasurementTest measured = new ReloadMeasurementTest();
                for (int turn = 0; turn < TURNS; turn++) {
                    edit(edit, turn, lines);
                    Files.writeString(file, String.join("\n", lines));
                    serving = measured.reload(source, builder, serving, lastGood);
                }
                measured.print(edit);
            }
        }
    }

    private Snapshot reload(ConfigurationSource source, SnapshotBuilder builder, Snapshot serving, LastGood lastGood) {
        Mark start = Mark.now();
        since = start;
        List<Document> documents = source.read().documents();
        step("read");
        Compilation compilation = source.compile(documents);
        step("compile");
        boolean same = compilation.model().equals(serving.model());
        step("compare");
        Snapshot next = builder.build(compilation.model(), Optional.of(serving));
        step("build");
        since = start;
        step("until served");
        lastGood.keep(documents);
        step("keep");
        assertThat(same).isFalse();
        assertThat(compilation.diagnostics()).isEmpty();
        assertThat(next.routes()).hasSizeGreaterThan(ROUTES - TURNS - 1);
        return next;
    }

    /** Wall time and CPU time, ns, and what this thread has allocated, bytes. */
    private record Mark(long wall, long cpu, long bytes) {

        static Mark now() {
            ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            return new Mark(
                    System.nanoTime(), thread.getCurrentThreadCpuTime(), thread.getCurrentThreadAllocatedBytes());
        }

        Mark since(Mark start) {
            return new Mark(wall - start.wall, cpu - start.cpu, bytes - start.bytes);
        }
    }

    private void step(String name) {
        steps.computeIfAbsent(name, k -> new ArrayList<>()).add(Mark.now().since(since));
        since = Mark.now();
    }

    /** Medians; CPU time does not count what other processes take, nor the collector. */
    private void print(Edit edit) {
        System.out.println(edit);
        steps.forEach((name, marks) -> System.out.printf(
                Locale.ROOT,
                "  %-14s %7.1f ms, %7.1f ms of CPU, %7.2f MB%n",
                name,
                median(marks, Mark::wall) / 1e6,
                median(marks, Mark::cpu) / 1e6,
                median(marks, Mark::bytes) / 1e6));
    }

    private static long median(List<Mark> marks, ToLongFunction<Mark> value) {
        return marks.stream().mapToLong(value).sorted().toArray()[marks.size() / 2];
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                "listeners:",
                "  - { name: http, address: \"127.0.0.1:0\" }",
                "upstreams:",
                "  - name: backend",
                "    targets: [ { address: \"127.0.0.1:1\" } ]",
                "  - name: other",
                "    targets: [ { address: \"127.0.0.1:2\" } ]",
                "routes:"));
        List<String> paths = Arrays.asList("/exact/r%d/list", "/prefix/r%d/*", "/template/r%d/{id}");
        for (int i = 0; i < ROUTES; i++) {
            lines.add(route("r" + i, paths.get(i % 3).formatted(i), "backend"));
        }
        return lines;
    }

    private static String route(String name, String path, String to) {
        return "  - { name: " + name + ", match: { path: \"" + path + "\" }, to: " + to + " }";
    }

    private static void edit(Edit edit, int turn, List<String> lines) {
        int first = lines.indexOf("routes:") + 1;
        int at = first + ROUTES / (TURNS + 1) * (turn + 1);
        switch (edit) {
            case BACKEND -> lines.set(at, lines.get(at).replace("to: backend", "to: other"));
            case PATH -> lines.set(at, route("p" + turn, "/exact/p" + turn, "backend"));
            case ADD_FIRST -> lines.add(first, route("a" + turn, "/exact/a" + turn, "backend"));
            case REMOVE_MIDDLE -> lines.remove(at);
        }
    }
}
