package dev.sekisho.cli.check;

import static dev.sekisho.dialect.JsonText.object;

import dev.sekisho.dialect.Catalogue;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.JsonText;
import dev.sekisho.dialect.Severity;
import dev.sekisho.model.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code check} found in the form of OASIS SARIF 2.1.0, which code review tools show beside the lines. */
public final class SarifReport {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final String ROOT = "SRCROOT";

    private final Path folder;
    private final List<DiagnosticKind> rules;

    private SarifReport(Path folder, List<DiagnosticKind> rules) {
        this.folder = folder;
        this.rules = rules;
    }

    /**
     * The report.
     *
     * @param catalogue explains the findings
     * @param version of the program
     * @param folder an absolute path, against which files are told
     */
    public static String of(List<Diagnostic> found, Catalogue catalogue, String version, Path folder) {
        List<DiagnosticKind> rules = found.stream()
                .map(Diagnostic::code)
                .distinct()
                .sorted()
                .flatMap(code -> catalogue.find(code).stream())
                .toList();
        return new SarifReport(folder.toAbsolutePath().normalize(), rules).text(found, version);
    }

    private String text(List<Diagnostic> found, String version) {
        Map<String, Object> driver = object(
                "name",
                "Sekisho",
                "version",
                version,
                "rules",
                rules.stream().map(SarifReport::rule).toList());
        Map<String, Object> run = object(
                "tool", object("driver", driver),
                "columnKind", "unicodeCodePoints",
                "originalUriBaseIds", object(ROOT, object("uri", directory(folder))),
                "results", found.stream().map(this::result).toList());
        return JsonText.indented(object("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run)));
    }

    private static Map<String, Object> rule(DiagnosticKind kind) {
        String help = kind.effect() + "\n\n" + kind.reason() + "\n\n" + kind.fix();
        String markdown = "**What happens:** " + kind.effect() + "\n\n**Why:** " + kind.reason()
                + "\n\n**How to mend it:** " + kind.fix();
        return object(
                "id", kind.code(),
                "shortDescription", object("text", kind.title()),
                "fullDescription", object("text", kind.reason()),
                "help", object("text", help, "markdown", markdown),
                "defaultConfiguration", object("level", level(kind.severity())));
    }

    private Map<String, Object> result(Diagnostic diagnostic) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", diagnostic.code());
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).code().equals(diagnostic.code())) {
                result.put("ruleIndex", i);
            }
        }
        result.put("level", level(diagnostic.severity()));
        String fix = diagnostic.fix().isEmpty() ? "" : "\nfix: " + diagnostic.fix();
        result.put("message", object("text", diagnostic.message() + fix));
        if (!diagnostic.at().source().isEmpty()) {
            result.put("locations", List.of(object("physicalLocation", location(diagnostic.at()))));
        }
        return result;
    }

    private Map<String, Object> location(Origin at) {
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("artifactLocation", artifact(at.source()));
        if (at.line() > 0) {
            location.put("region", object("startLine", at.line(), "startColumn", Math.max(1, at.column())));
        }
        return location;
    }

    /** Relative to the folder where it lies in it (SARIF section 3.4.3), else absolute. */
    private Map<String, Object> artifact(String source) {
        try {
            Path file = folder.resolve(source).normalize();
            return file.startsWith(folder)
                    ? object("uri", relative(folder.relativize(file)), "uriBaseId", ROOT)
                    : object("uri", file.toUri().toASCIIString());
        } catch (InvalidPathException e) {
            return object("uri", encoded("/" + source).substring(1));
        }
    }

    private static String relative(Path path) {
        StringBuilder text = new StringBuilder();
        for (Path name : path) {
            text.append(text.isEmpty() ? "" : "/").append(encoded("/" + name).substring(1));
        }
        return text.toString();
    }

    /** A path with everything percent-encoded that a relative reference must not hold, a colon too (RFC 3986 section 4.2). */
    private static String encoded(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString().replace(":", "%3A");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(path + " (expected: a path)", e);
        }
    }

    private static String directory(Path folder) {
        String uri = folder.toUri().toASCIIString();
        return uri.endsWith("/") ? uri : uri + "/";
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }
}
