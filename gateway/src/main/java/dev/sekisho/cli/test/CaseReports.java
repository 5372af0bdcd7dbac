package dev.sekisho.cli.test;

import static dev.sekisho.dialect.JsonText.object;

import dev.sekisho.cli.text.Words;
import dev.sekisho.dialect.JsonText;
import java.util.List;
import java.util.Locale;

/** Tells how cases ended: to people, to scripts, and to what reads JUnit's XML. */
public final class CaseReports {

    private CaseReports() {}

    /** One case: a line, and one more for each difference and note. */
    public static String line(CaseResult result) {
        StringBuilder text = new StringBuilder(verdict(result));
        text.append(" ".repeat(5 - text.length())).append(result.name());
        if (result.failed()) {
            text.append(" (").append(result.at()).append(')');
        }
        result.skipped().ifPresent(why -> text.append(": ").append(why));
        result.differences().forEach(difference -> text.append("\n       ").append(difference));
        result.notes().forEach(note -> text.append("\n       note: ").append(note));
        return text.toString();
    }

    private static String verdict(CaseResult result) {
        return result.skipped().isPresent() ? "skip" : result.failed() ? "FAIL" : "ok";
    }

    /** The last line. */
    public static String summary(CaseRun run) {
        long skipped = run.skipped();
        long passed = run.results().size() - run.failures() - skipped;
        return Words.count(run.results().size(), "case") + ": " + passed + " passed, " + run.failures() + " failed"
                + (skipped == 0 ? "" : ", " + skipped + " skipped");
    }

    /** One JSON object on one line. */
    public static String json(CaseRun run) {
        List<?> cases = run.results().stream()
                .map(result -> object(
                        "name", result.name(),
                        "result", verdict(result).toLowerCase(Locale.ROOT),
                        "file", result.at().source(),
                        "line", result.at().line(),
                        "seconds", seconds(result),
                        "skipped", result.skipped().orElse(""),
                        "differences",
                                result.differences().stream()
                                        .map(d -> object(
                                                "what", d.what(), "expected", d.expected(), "actual", d.actual()))
                                        .toList(),
                        "notes", result.notes()))
                .toList();
        return JsonText.of(object(
                "cases", run.results().size(),
                "failures", run.failures(),
                "skipped", run.skipped(),
                "notes", run.notes(),
                "results", cases));
    }

    private static double seconds(CaseResult result) {
        return result.took().toMillis() / 1000.0;
    }

    /** A test suite in the XML of JUnit's Ant task, which servers of continuous integration read. */
    public static String junit(CaseRun run) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        double total = run.results().stream().mapToDouble(CaseReports::seconds).sum();
        xml.append("<testsuite name=\"sekisho\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\" time=\"%s\">\n"
                .formatted(run.results().size(), run.failures(), run.skipped(), time(total)));
        run.results().forEach(result -> junit(result, xml));
        return xml.append("</testsuite>").toString();
    }

    private static void junit(CaseResult result, StringBuilder xml) {
        xml.append("  <testcase classname=\"").append(escaped(result.at().source()));
        xml.append("\" name=\"").append(escaped(result.name()));
        xml.append("\" time=\"").append(time(seconds(result))).append("\">\n");
        result.skipped()
                .ifPresent(why -> xml.append("    <skipped message=\"")
                        .append(escaped(why))
                        .append("\"/>\n"));
        if (result.failed()) {
            xml.append("    <failure message=\"")
                    .append(escaped(result.differences().getFirst().toString()))
                    .append("\">");
            result.differences()
                    .forEach(difference ->
                            xml.append(escaped(difference.toString())).append('\n'));
            xml.append("</failure>\n");
        }
        if (!result.notes().isEmpty()) {
            xml.append("    <system-out>")
                    .append(escaped(String.join("\n", result.notes())))
                    .append("</system-out>\n");
        }
        xml.append("  </testcase>\n");
    }

    private static String time(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** Text for attributes and elements; characters that XML 1.0 does not have become question marks. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean allowed =
                    c == '\n' || c == '\t' || c >= ' ' && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(allowed ? c : '?');
            }
        });
        return out.toString();
    }
}
