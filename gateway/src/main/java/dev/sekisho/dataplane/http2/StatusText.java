package dev.sekisho.dataplane.http2;

import io.netty.util.AsciiString;
import java.util.Locale;

/** Status codes as text. */
public final class StatusText {

    private static final AsciiString[] TEXTS = new AsciiString[1000];

    static {
        for (int code = 0; code < TEXTS.length; code++) {
            TEXTS[code] = AsciiString.cached(String.format(Locale.ROOT, "%03d", code));
        }
    }

    private StatusText() {}

    /** The text of a status from 0 to 999. */
    public static AsciiString of(int status) {
        return TEXTS[status];
    }
}
