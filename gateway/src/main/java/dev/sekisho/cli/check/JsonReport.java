package dev.sekisho.cli.check;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.JsonText;
import dev.sekisho.dialect.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code check} found as one JSON object on one line, for scripts and editors. */
public final class JsonReport {

    private JsonReport() {}

    /** The object; {@code files} as they were given. */
    public static String of(List<String> files, int routes, List<Diagnostic> found) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("files", files);
        report.put("routes", routes);
        report.put("errors", count(found, Severity.ERROR));
        report.put("warnings", count(found, Severity.WARNING));
        report.put("diagnostics", found.stream().map(JsonReport::json).toList());
        return JsonText.of(report);
    }

    private static long count(List<Diagnostic> found, Severity severity) {
        return found.stream().filter(d -> d.severity() == severity).count();
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
        json.put("help", "sekisho help " + diagnostic.code());
        return json;
    }
}
