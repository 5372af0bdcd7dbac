package dev.sekisho.dataplane;

/** Texts as text in HTML and XML, also within quoted attributes. Thread-safe. */
public final class MarkupText {

    private MarkupText() {}

    /**
     * The text with all that is markup, that is no printable ASCII, and the backtick, as character references, so that it is the same in every
     * encoding of a page; controls, which are in no version of XML, as U+FFFD.
     */
    public static String of(String value) {
        StringBuilder out = new StringBuilder(value.length() + 16);
        value.codePoints().forEach(c -> {
            boolean plain =
                    c >= ' ' && c < 0x7F && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'' && c != '`';
            if (plain) {
                out.append((char) c);
            } else {
                out.append("&#").append(c >= ' ' ? c : 0xFFFD).append(';');
            }
        });
        return out.toString();
    }
}
