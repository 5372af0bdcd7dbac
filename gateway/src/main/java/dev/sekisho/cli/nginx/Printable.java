package dev.sekisho.cli.nginx;

/** Texts for terminals and logs. */
final class Printable {

    private Printable() {}

    /** Texts come from files, and a terminal obeys control characters. */
    static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || c >= 0xDC80 && c <= 0xDCFF) {
                printable.append("\\x").append("%02x".formatted(c & 0xFF));
            } else {
                printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }
}
