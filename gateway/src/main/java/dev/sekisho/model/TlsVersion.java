package dev.sekisho.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A version of TLS that is still safe. */
public enum TlsVersion {
    /** RFC 5246. */
    TLS_1_2("1.2"),
    /** RFC 8446. */
    TLS_1_3("1.3");

    private final String text;

    TlsVersion(String text) {
        this.text = text;
    }

    /**
     * Reads a version.
     *
     * @throws IllegalArgumentException where the text is none of them
     */
    public static TlsVersion parse(String text) {
        for (TlsVersion version : values()) {
            if (version.text.equals(text)) {
                return version;
            }
        }
        String known = Arrays.stream(values()).map(TlsVersion::toString).collect(Collectors.joining(" or "));
        throw new IllegalArgumentException(text + " (expected: " + known + ")");
    }

    /** The version number. */
    @Override
    public String toString() {
        return text;
    }
}
