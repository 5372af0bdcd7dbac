package dev.sekisho.cli.test;

import dev.sekisho.model.Model;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What came of all cases.
 *
 * @param results in the order of the files
 * @param notes what holds for all of them
 */
public record CaseRun(List<CaseResult> results, List<String> notes) {

    /**
     * Runs cases against a configuration, with nobody else.
     *
     * @param each told of each case when it has ended
     * @throws IllegalArgumentException where the configuration cannot be built
     * @throws IOException where no local port can be had
     */
    public static CaseRun offline(CaseFiles files, Model model, Consumer<CaseResult> each)
            throws IOException, InterruptedException {
        try (Onstage runner = new Onstage(model)) {
            List<CaseResult> results = run(files, runner, each);
            List<String> notes = runner.stores().stream()
                    .map(name -> "store " + name + " is not reached: policies do as while it is down")
                    .toList();
            return new CaseRun(results, notes);
        }
    }

    /**
     * Runs cases against a gateway that serves.
     *
     * @param verify whether its certificate must be good
     */
    public static CaseRun against(CaseFiles files, URI url, boolean verify, Consumer<CaseResult> each)
            throws InterruptedException {
        try (Offstage runner = new Offstage(url, verify)) {
            return new CaseRun(run(files, runner, each), List.of());
        }
    }

    private static List<CaseResult> run(CaseFiles files, CaseRunner runner, Consumer<CaseResult> each)
            throws InterruptedException {
        List<CaseResult> results = new ArrayList<>();
        for (Cases file : files.files()) {
            for (Case one : file.cases()) {
                CaseResult result = runner.run(file, one);
                results.add(result);
                each.accept(result);
            }
        }
        return results;
    }

    /** Cases that came otherwise than expected. */
    public long failures() {
        return results.stream().filter(CaseResult::failed).count();
    }

    /** Cases that were not run. */
    public long skipped() {
        return results.stream().filter(result -> result.skipped().isPresent()).count();
    }

    /** Cases of which a part was not looked at, or that were not run. */
    public long incomplete() {
        return results.stream()
                .filter(result ->
                        result.skipped().isPresent() || !result.notes().isEmpty())
                .count();
    }
}
