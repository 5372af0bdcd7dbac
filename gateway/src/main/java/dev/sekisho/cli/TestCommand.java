package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Option;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.cli.args.UsageException;
import dev.sekisho.cli.test.CaseFiles;
import dev.sekisho.cli.test.CaseReports;
import dev.sekisho.cli.test.CaseResult;
import dev.sekisho.cli.test.CaseRun;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Dialect;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the unit tests of a configuration. */
final class TestCommand implements Command {

    private static final Option CASES = Option.repeated("--cases", "CASES", "A file of cases.");
    private static final Option AGAINST = Option.of(
            "--against",
            "URL",
            "Sends the requests to the gateway at this URL, in place of one made of FILE. What is expected of route, "
                    + "reason and upstream is left out there, with a note, and cases with a principal are skipped.");
    private static final Option INSECURE =
            Option.flag("--insecure", "Do not verify the certificate of the gateway at --against.");
    private static final Option COMPLETE =
            Option.flag("--complete", "Fail where a case is skipped, or something of it is not looked at.");
    private static final Option FORMAT = Option.of(
            "--format",
            "NAME",
            "text, which is the default, json: one object, or junit: XML for continuous integration.");

    private final List<Dialect> dialects;
    private final Console console;

    TestCommand(List<Dialect> dialects, Console console) {
        this.dialects = dialects;
        this.console = console;
    }

    /** How results are printed. */
    private enum Format {
        TEXT,
        JSON,
        JUNIT;

        static Format of(String name) {
            return switch (name) {
                case "text" -> TEXT;
                case "json" -> JSON;
                case "junit" -> JUNIT;
                default -> throw new IllegalArgumentException(name + " (expected: text, json or junit)");
            };
        }
    }

    @Override
    public Syntax syntax() {
        return new Syntax(
                "test",
                "Runs requests through a configuration and compares what comes of them.",
                "Builds the gateway of FILE, plays its clients and its upstreams, and sends the request of each case: "
                        + "which route takes it, what the upstream gets, what the client is answered. Nothing is sent "
                        + "outside, and no name is looked up. Cases run in order in one gateway, so limits count. "
                        + "Exit codes: 0 all came as expected, 1 some did not, 2 errors.",
                Configurations.FILE,
                "",
                List.of(
                        CASES,
                        AGAINST,
                        INSECURE,
                        COMPLETE,
                        FORMAT,
                        Configurations.DIALECT,
                        Configurations.STRICT,
                        Configurations.KONG_HEADERS),
                List.of(
                        "sekisho test gateway.yaml --cases cases.yaml",
                        "sekisho test gateway.yaml --cases cases.yaml --format junit > report.xml",
                        "sekisho test gateway.yaml --cases cases.yaml --against https://staging.example.com"));
    }

    @Override
    public int run(Arguments arguments) throws UsageException, IOException, InterruptedException {
        Format format = arguments.value(FORMAT, Format::of).orElse(Format.TEXT);
        Optional<URI> against = arguments.value(AGAINST, TestCommand::url);
        List<Path> paths = arguments.values(CASES, Path::of);
        if (paths.isEmpty()) {
            throw new UsageException("--cases: none (expected: at least one file)");
        }
        Compilation compilation = Configurations.source(arguments, dialects).compile();
        if (compilation.failed()) {
            Diagnostics.print(compilation.diagnostics(), console.err());
            return ExitCodes.REFUSED;
        }
        CaseFiles files = CaseFiles.read(paths, compilation.model());
        Diagnostics.print(files.diagnostics(), console.err());
        if (files.failed()) {
            return ExitCodes.REFUSED;
        }
        Consumer<CaseResult> each =
                result -> console.out().print(format == Format.TEXT ? CaseReports.line(result) + "\n" : "");
        CaseRun run;
        try {
            run = against.isPresent()
                    ? CaseRun.against(files, against.get(), !arguments.has(INSECURE), each)
                    : CaseRun.offline(files, compilation.model(), each);
        } catch (IllegalArgumentException e) {
            console.say(String.valueOf(e.getMessage()));
            return ExitCodes.REFUSED;
        }
        report(run, format);
        boolean good = run.failures() == 0 && !(arguments.has(COMPLETE) && run.incomplete() > 0);
        return good ? ExitCodes.OK : ExitCodes.WARNINGS;
    }

    private void report(CaseRun run, Format format) {
        switch (format) {
            case TEXT -> {
                run.notes().forEach(note -> console.out().println("note: " + note));
                console.out().println(CaseReports.summary(run));
            }
            case JSON -> console.out().println(CaseReports.json(run));
            case JUNIT -> console.out().println(CaseReports.junit(run));
        }
        console.out().flush();
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null && List.of("", "/").contains(url.getRawPath())) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new IllegalArgumentException(text + " (expected: http:// or https://, a host, and no path)");
    }
}
