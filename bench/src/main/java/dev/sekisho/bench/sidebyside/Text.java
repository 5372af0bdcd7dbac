package dev.sekisho.bench.sidebyside;

import java.util.Optional;

/** Messages for reports. */
final class Text {

    private Text() {}

    /** An exception's message without line breaks, and without the folders of this machine. */
    static String oneLine(Exception e) {
        return Optional.ofNullable(e.getMessage())
                .orElse(e.getClass().getSimpleName())
                .replaceAll("\\s+", " ")
                .replaceAll("(?:/[\\w.@%-]+)+/", "")
                .strip();
    }
}
