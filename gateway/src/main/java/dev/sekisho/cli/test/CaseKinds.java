package dev.sekisho.cli.test;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import java.util.List;

/** What keeps cases of {@code sekisho test} from being run. */
public final class CaseKinds {

    private static final String NOT_RUN =
            "No case is run; the exit code is 2. Configurations that serve are not concerned.";

    /** All of them. */
    public static final List<DiagnosticKind> ALL = List.of(
            kind(
                    "cases.unreadable",
                    "a file of cases that cannot be read",
                    "It is not there, is no UTF-8, or is larger than 16 MiB.",
                    "Correct the path, save the file as UTF-8, or divide it and give --cases several times."),
            kind(
                    "cases.none",
                    "a file without cases",
                    "A run of no cases would succeed and show nothing.",
                    "Add a case under cases."),
            kind(
                    "cases.unknown-name",
                    "a case that names something which the configuration does not have",
                    "Consumers, upstreams, listeners and routes are told by their names; a case about one that is not there "
                            + "could never hold, or hold for the wrong reason.",
                    "Correct the name; for no route at all write none."));

    private CaseKinds() {}

    private static DiagnosticKind kind(String code, String title, String reason, String fix) {
        return new DiagnosticKind(code, Severity.ERROR, title, NOT_RUN, reason, fix);
    }
}
