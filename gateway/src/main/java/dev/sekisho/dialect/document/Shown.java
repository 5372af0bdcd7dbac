package dev.sekisho.dialect.document;

/** Pieces of documents in the words of messages: short, on one line, and harmless in a terminal. */
public final class Shown {

    /** Values longer than this are cut where a message shows them, in code points. */
    private static final int LENGTH = 80;

    private Shown() {}

    /** A node: the text of a scalar, or what it is. */
    public static String node(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> scalar.isNull() ? "no value" : text(scalar.text());
            case Node.Sequence _ -> "a list";
            case Node.Mapping _ -> "a mapping";
        };
    }

    /** Text from a document. */
    public static String text(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(LENGTH).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out + (text.codePointCount(0, text.length()) > LENGTH ? "…" : "");
    }

    /** The message of an exception about a text, with the text itself made safe and short. */
    public static String message(String text, Exception e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith(text)) {
            message = message.substring(text.length());
            return text(text) + message.replaceAll("\\p{Cntrl}", " ");
        }
        return text(message);
    }
}
