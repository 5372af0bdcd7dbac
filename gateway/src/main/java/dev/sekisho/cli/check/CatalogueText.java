package dev.sekisho.cli.check;

import dev.sekisho.cli.args.Paragraph;
import dev.sekisho.dialect.Catalogue;
import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;
import java.util.Locale;

/** The catalogue for readers: one kind for a terminal, or all of them as docs/diagnostics.md. */
public final class CatalogueText {

    private static final int INDENT = 2;

    private static final String HEAD = """
            # Diagnostics

            What `sekisho check`, `run` and a reload may say about a configuration. Each finding has a code, which is stable; `sekisho help
            CODE` prints its entry of this page. Errors keep a configuration from serving, warnings and infos do not; `check --strict` fails for
            warnings too.

            This page is made from the program: change it there, and run `CatalogueTest` with `-Dsekisho.update=true`.
            """;

    private CatalogueText() {}

    /** One kind, in lines of a terminal's width. */
    public static String terminal(DiagnosticKind kind) {
        return kind.code() + ", " + word(kind) + "\n" + Paragraph.wrap(sentence(kind.title()), INDENT)
                + "\nWhat happens\n" + Paragraph.wrap(kind.effect(), INDENT)
                + "\nWhy\n" + Paragraph.wrap(kind.reason(), INDENT)
                + "\nHow to mend it\n" + Paragraph.wrap(kind.fix(), INDENT);
    }

    /** The whole catalogue, as Markdown. */
    public static String markdown(Catalogue catalogue) {
        StringBuilder page = new StringBuilder(HEAD);
        index(catalogue.all(), page);
        String room = "";
        for (DiagnosticKind kind : catalogue.all()) {
            if (!kind.room().equals(room)) {
                room = kind.room();
                page.append("\n## ").append(room).append('\n');
            }
            entry(kind, page);
        }
        return page.toString();
    }

    private static void index(List<DiagnosticKind> kinds, StringBuilder page) {
        page.append("\n| code | severity | meaning |\n|---|---|---|\n");
        for (DiagnosticKind kind : kinds) {
            page.append("| [`")
                    .append(kind.code())
                    .append("`](#")
                    .append(anchor(kind))
                    .append(") | ");
            page.append(word(kind))
                    .append(" | ")
                    .append(kind.title().replace("|", "\\|"))
                    .append(" |\n");
        }
    }

    private static void entry(DiagnosticKind kind, StringBuilder page) {
        page.append("\n### `").append(kind.code()).append("`\n\n");
        page.append(sentence(kind.title())).append(" *(").append(word(kind)).append(")*\n\n");
        page.append("- **What happens:** ").append(kind.effect()).append('\n');
        page.append("- **Why:** ").append(kind.reason()).append('\n');
        page.append("- **How to mend it:** ").append(kind.fix()).append('\n');
    }

    /** The name of a heading, as GitHub makes it: without what is neither letter, digit nor hyphen. */
    private static String anchor(DiagnosticKind kind) {
        return kind.code().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "");
    }

    private static String sentence(String title) {
        return Character.toUpperCase(title.charAt(0)) + title.substring(1) + ".";
    }

    private static String word(DiagnosticKind kind) {
        return kind.severity().name().toLowerCase(Locale.ROOT);
    }
}
