package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Option;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.cli.args.UsageException;
import dev.sekisho.cli.text.Words;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.JsonText;
import dev.sekisho.dialect.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The doctor: says what is wrong with a configuration, without serving it. */
final class CheckCommand implements Command {

    private static final Option STRICT = Option.flag("--strict", "Exit with 1 where there are warnings only.");
    private static final Option FORMAT =
            Option.of("--format", "NAME", "text, which is the default, or json: one object, for scripts and editors.");

    private final List<Dialect> dialects;
    private final Console console;

    CheckCommand(List<Dialect> dialects, Console console) {
        this.dialects = dialects;
        this.console = console;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(
                "check",
                "Checks a configuration without serving it.",
                "Builds all that run would build, but listens nowhere and looks up no name. Every finding has its file, "
                        + "line and column, what was expected, and a fix. Routes that are never reached, and routes that "
                        + "only their order tells apart, are warnings. Exit codes: 0 no errors, 1 warnings only and "
                        + "--strict, 2 errors.",
                Configurations.FILE,
                "",
                List.of(STRICT, FORMAT, Configurations.DIALECT),
                List.of("sekisho check gateway.yaml", "sekisho check --strict --format json gateway.yaml"));
    }

    @Override
    public int run(Arguments arguments) throws UsageException {
        boolean json = arguments.value(FORMAT, CheckCommand::isJson).orElse(false);
        Compilation compilation = Configurations.source(arguments, dialects).compile();
        List<Diagnostic> found = Examination.of(compilation);
        int routes = compilation.model().routes().size();
        int streams = compilation.model().streams().size();
        if (json) {
            console.out().println(json(arguments.operands(), routes, found));
        } else {
            Diagnostics.print(found, console.out());
            console.out().println(summary(arguments.operands().size(), routes, streams, found));
        }
        long errors = Diagnostics.count(found, Severity.ERROR);
        long warnings = Diagnostics.count(found, Severity.WARNING);
        return errors > 0
                ? ExitCodes.REFUSED
                : warnings > 0 && arguments.has(STRICT) ? ExitCodes.WARNINGS : ExitCodes.OK;
    }

    private static boolean isJson(String format) {
        return switch (format) {
            case "json" -> true;
            case "text" -> false;
            default -> throw new IllegalArgumentException(format + " (expected: text or json)");
        };
    }

    private static String summary(int files, int routes, int streams, List<Diagnostic> found) {
        return Words.count(files, "file") + ", " + Words.count(routes, "route")
                + (streams == 0 ? "" : ", " + Words.count(streams, "stream"))
                + ": "
                + Words.count(Diagnostics.count(found, Severity.ERROR), "error") + ", "
                + Words.count(Diagnostics.count(found, Severity.WARNING), "warning");
    }

    private static String json(List<String> files, int routes, List<Diagnostic> found) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("files", files);
        report.put("routes", routes);
        report.put("errors", Diagnostics.count(found, Severity.ERROR));
        report.put("warnings", Diagnostics.count(found, Severity.WARNING));
        report.put("diagnostics", found.stream().map(CheckCommand::json).toList());
        return JsonText.of(report);
    }

    private static Map<String, Object> json(Diagnostic diagnostic) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
        json.put("code", diagnostic.code());
        json.put("file", diagnostic.at().source());
        json.put("line", diagnostic.at().line());
        json.put("column", diagnostic.at().column());
        json.put("message", diagnostic.message());
        json.put("fix", diagnostic.fix());
        return json;
    }
}
