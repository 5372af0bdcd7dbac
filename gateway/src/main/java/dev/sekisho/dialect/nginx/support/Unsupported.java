package dev.sekisho.dialect.nginx.support;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.syntax.Block;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reports directives that do not do here what they do in nginx, where nothing else has told of them. */
public final class Unsupported {

    /** Blocks whose lines are no directives. */
    private static final Set<String> TABLES = Set.of("map", "geo", "split_clients", "types", "charset_map", "match");

    private final Report report;
    private final Set<String> told = new HashSet<>(); // places, as texts, since all origins are equal
    private final Set<String> quiet = new HashSet<>();

    private Unsupported(Report report) {
        this.report = report;
        report.found().stream().map(each -> each.at().toString()).forEach(told::add);
    }

    /** Looks through a configuration; what has no effect is told once for each name. */
    public static void report(ConfigTree tree, Report report) {
        new Unsupported(report).block("main", tree.main());
    }

    private void block(String part, Block block) {
        for (Directive each : block.directives()) {
            directive(part, each);
            if (!TABLES.contains(each.name())) {
                each.block().ifPresent(inner -> block(part.equals("main") ? each.name() : part, inner));
            }
        }
    }

    private void directive(String part, Directive directive) {
        Support support = Support.of(part, directive.name());
        if (told.contains(directive.at().toString()) || isOff(directive)) {
            return;
        }
        switch (support.status()) {
            case HONOURED -> {}
            case NO_EFFECT -> {
                if (quiet.add(directive.name())) {
                    report.add(DraftKinds.NO_EFFECT, directive.at(), directive + ": " + support.reason(), "");
                }
            }
            case REFUSED ->
                report.add(DraftKinds.NOT_HONOURED, directive.at(), directive + ": " + support.reason(), "");
        }
    }

    private static boolean isOff(Directive directive) {
        List<String> texts = directive.texts();
        return texts.size() == 1
                && (texts.getFirst().equalsIgnoreCase("off") || texts.getFirst().equals("0"));
    }
}
