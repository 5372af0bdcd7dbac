package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Option;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.cli.args.UsageException;
import dev.sekisho.cli.check.CheckKinds;
import dev.sekisho.cli.check.JsonReport;
import dev.sekisho.cli.check.SarifReport;
import dev.sekisho.cli.text.Words;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.Severity;
import java.nio.file.Path;
import java.util.List;

/** The doctor: says what is wrong with a configuration, without serving it. */
final class CheckCommand implements Command {

    private static final Option FORMAT = Option.of(
            "--format",
            "NAME",
            "text, which is the default; json: one object, for scripts and editors; sarif: SARIF 2.1.0, for code review.");

    private final List<Dialect> dialects;
    private final Console console;

    CheckCommand(List<Dialect> dialects, Console console) {
        this.dialects = dialects;
        this.console = console;
    }

    /** How findings are printed. */
    private enum Format {
        TEXT,
        JSON,
        SARIF;

        static Format of(String name) {
            return switch (name) {
                case "text" -> TEXT;
                case "json" -> JSON;
                case "sarif" -> SARIF;
                default -> throw new IllegalArgumentException(name + " (expected: text, json or sarif)");
            };
        }
    }

    @Override
    public Syntax syntax() {
        return new Syntax(
                "check",
                "Checks a configuration without serving it.",
                "Builds all that run would build, but listens nowhere and looks up no name. Every finding has its file, "
                        + "line and column, what was expected, and a fix; sekisho help CODE tells more of each. Routes that "
                        + "are never reached, policies that nobody uses, requests that are repeated though they must not "
                        + "be, and the like, are warnings. Exit codes: 0 no errors, 1 warnings only and --strict, 2 errors.",
                Configurations.FILE,
                "",
                List.of(Configurations.STRICT, FORMAT, Configurations.DIALECT, Configurations.KONG_HEADERS),
                List.of(
                        "sekisho check gateway.yaml",
                        "sekisho check --strict --format json gateway.yaml",
                        "sekisho check --format sarif gateway.yaml > gateway.sarif"));
    }

    @Override
    public int run(Arguments arguments) throws UsageException {
        Format format = arguments.value(FORMAT, Format::of).orElse(Format.TEXT);
        Compilation compilation = Configurations.source(arguments, dialects).compile();
        List<Diagnostic> found = Examination.of(compilation);
        int routes = compilation.model().routes().size();
        switch (format) {
            case TEXT -> {
                Diagnostics.print(found, console.out());
                int streams = compilation.model().streams().size();
                console.out().println(summary(arguments.operands().size(), routes, streams, found));
            }
            case JSON -> console.out().println(JsonReport.of(arguments.operands(), routes, found));
            case SARIF ->
                console.out()
                        .println(SarifReport.of(
                                found, CheckKinds.catalogue(dialects), VersionCommand.version(), Path.of("")));
        }
        long errors = Diagnostics.count(found, Severity.ERROR);
        long warnings = Diagnostics.count(found, Severity.WARNING);
        return errors > 0
                ? ExitCodes.REFUSED
                : warnings > 0 && arguments.has(Configurations.STRICT) ? ExitCodes.WARNINGS : ExitCodes.OK;
    }

    private static String summary(int files, int routes, int streams, List<Diagnostic> found) {
        return Words.count(files, "file") + ", " + Words.count(routes, "route")
                + (streams == 0 ? "" : ", " + Words.count(streams, "stream"))
                + ": "
                + Words.count(Diagnostics.count(found, Severity.ERROR), "error") + ", "
                + Words.count(Diagnostics.count(found, Severity.WARNING), "warning");
    }
}
