package dev.sekisho.bench.sidebyside;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes reports as Markdown. */
final class Markdown {

    private Markdown() {}

    /**
     * The whole results file.
     *
     * @param facts the machine and the versions, one a line
     * @param notes free text of {@code NOTES.md}, taken as it is
     */
    static String results(String date, String command, List<String> facts, List<Report> reports, String notes) {
        StringBuilder text = new StringBuilder();
        text.append("# Benchmark results\n\n");
        text.append("Made by `").append(command).append("` on ").append(date).append(" (UTC). ");
        text.append("Do not edit; free text is in [NOTES.md](NOTES.md) and included below.\n\n");
        facts.forEach(fact -> text.append("- ").append(fact).append('\n'));
        text.append("\n## Promises\n\n");
        List<Bound> bounds =
                reports.stream().flatMap(report -> report.bounds().stream()).toList();
        text.append(bounds(bounds));
        text.append('\n').append(notes.strip()).append('\n');
        reports.forEach(report -> text.append('\n').append(section(report)));
        return text.toString();
    }

    /** One report with its heading. */
    static String section(Report report) {
        StringBuilder text = new StringBuilder();
        text.append("## ").append(report.title()).append("\n\n");
        text.append(report.method()).append("\n");
        if (!report.rows().isEmpty()) {
            text.append('\n').append(table(report.header(), report.rows()));
        }
        if (!report.bounds().isEmpty()) {
            text.append('\n').append(bounds(report.bounds()));
        }
        if (!report.remarks().isEmpty()) {
            text.append('\n');
            report.remarks().forEach(remark -> text.append("- ").append(remark).append('\n'));
        }
        return text.toString();
    }

    private static String bounds(List<Bound> bounds) {
        List<List<String>> rows = bounds.stream()
                .map(bound -> List.of(bound.what(), bound.measured(), bound.limit(), bound.verdict()))
                .toList();
        return table(List.of("figure", "measured", "bound", ""), rows);
    }

    private static String table(List<String> header, List<List<String>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(header);
        lines.add(Collections.nCopies(header.size(), "---"));
        lines.addAll(rows);
        StringBuilder text = new StringBuilder();
        lines.forEach(
                cells -> text.append("| ").append(String.join(" | ", cells)).append(" |\n"));
        return text.toString();
    }
}
