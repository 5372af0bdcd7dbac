package dev.sekisho.cli.args;

/** Text in lines that fit a terminal. */
public final class Paragraph {

    private static final int WIDTH = 100;

    private Paragraph() {}

    /** The text in lines, each behind that many spaces. */
    public static String wrap(String text, int indent) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder(" ".repeat(indent));
        for (String word : text.split(" ")) {
            boolean first = line.length() == indent;
            if (!first && line.length() + 1 + word.length() > WIDTH) {
                lines.append(line).append('\n');
                line.setLength(indent);
                first = true;
            }
            line.append(first ? "" : " ").append(word);
        }
        return lines.append(line).append('\n').toString();
    }
}
