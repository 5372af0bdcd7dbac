package dev.sekisho.policy.log;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.text.JsonText;
import dev.sekisho.dataplane.text.SecretNames;
import dev.sekisho.dataplane.text.TargetText;
import dev.sekisho.dataplane.text.TimeText;
import dev.sekisho.model.LogEscape;
import dev.sekisho.policy.LogShipper;
import dev.sekisho.policy.Placeholder;

/**
 * Writes records, one after the other into the same memory. Whatever an exchange holds, a record ends within
 * {@link LogShipper#LONGEST}: a value is cut at 4 KiB, and values together leave room for what the configuration itself says. One
 * thread only; allocates nothing but for texts that policies have made.
 */
final class Pen {

    /** Bytes of a value that are written. */
    static final int LONGEST_VALUE = TargetText.LONGEST;

    /** Where values end; behind it stands only what the configuration says, and marks. */
    static final int VALUES = 48 << 10;

    private static final byte[] TRUNCATED = Ascii.bytes("[truncated]");
    private static final byte[] NULL = Ascii.bytes("null");
    private static final int SLACK = 64; // bytes, into which escaping may scribble

    private final byte[] out = new byte[LogShipper.LONGEST + SLACK];
    private final Headers scratch = new Headers();
    private final TimeText time = new TimeText();
    private final TargetText target = new TargetText();
    private final SecretNames secrets = new SecretNames();
    private final ValueForm forms = new ValueForm();
    private int at;

    /** Begins a record. */
    void begin() {
        at = 0;
    }

    /** Where records are written. */
    byte[] bytes() {
        return out;
    }

    /** How long the record is by now. */
    int length() {
        return at;
    }

    /** Bytes that a value may have. */
    int room() {
        return Math.clamp((VALUES - at) / JsonText.WORST, 0, LONGEST_VALUE);
    }

    /** Whether that name tells of a secret. */
    boolean isSecret(byte[] bytes, int start, int end) {
        return secrets.isSecret(bytes, start, end);
    }

    void raw(byte[] text) {
        at = JsonText.raw(text, out, at);
    }

    void raw(char c) {
        out[at++] = (byte) c;
    }

    /** Bytes that need no escape, in lower case. */
    void lower(byte[] from, int start, int end) {
        for (int i = start; i < end; i++) {
            out[at++] = Ascii.lower(from[i]);
        }
    }

    void time(long millis) {
        at = time.writeMillis(millis, out, at);
    }

    /** Writes the value of a placeholder as JSON: a number, or null where it is not known. */
    void number(Placeholder placeholder, Exchange x) {
        int end = placeholder.number(x, out, at);
        at = end == at ? JsonText.raw(NULL, out, at) : end;
    }

    /** Writes the value of a placeholder as the inside of a JSON string. */
    void value(Placeholder placeholder, Exchange x) {
        RequestHead head = x.request();
        switch (placeholder.kind()) {
            case NUMBER -> at = placeholder.number(x, out, at);
            case TIME -> time(placeholder.millis(x));
            case TARGET -> text(head.headers().bytes(), head.shownStart(), head.shownEnd(), true);
            case QUERY -> query(head);
            case BYTES -> {
                scratch.clear();
                placeholder.bytes(x, scratch);
                text(scratch.bytes(), 0, scratch.end(), false);
            }
            case TEXT -> text(placeholder.text(x));
        }
    }

    /** The same in a form of a line. */
    void value(Placeholder placeholder, Exchange x, LogEscape form) {
        int before = at;
        value(placeholder, x);
        if (form != LogEscape.JSON) {
            boolean isText = placeholder.kind() == Placeholder.Kind.TEXT;
            at = forms.rewrite(form, isText, out, before, at, VALUES);
            mark(at > Math.max(before, VALUES - ValueForm.LONGEST));
        }
    }

    private void query(RequestHead head) {
        byte[] bytes = head.headers().bytes();
        int mark = Ascii.indexOf(bytes, head.shownStart(), head.shownEnd(), '?');
        if (mark < 0) {
            return;
        }
        int cut = Math.min(head.shownEnd(), mark + 1 + room());
        at = target.query(bytes, mark + 1, cut, out, at);
        mark(cut < head.shownEnd());
    }

    private void text(String text) {
        int cut = Math.min(text.length(), room());
        at = JsonText.escape(text, cut, out, at);
        mark(cut < text.length());
    }

    /** Writes the value of a field. */
    void field(Headers headers, int field) {
        text(headers.bytes(), headers.valueStart(field), headers.valueEnd(field), false);
    }

    /** What may be a URL is written without its secrets. */
    private void text(byte[] bytes, int start, int end, boolean url) {
        int cut = start + Math.min(end - start, room());
        at = url || isUrl(bytes, start, end)
                ? target.write(bytes, start, cut, out, at)
                : JsonText.escape(bytes, start, cut, out, at);
        mark(cut < end);
    }

    private static boolean isUrl(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '?' || bytes[i] == ':' && i + 2 < end && bytes[i + 1] == '/' && bytes[i + 2] == '/') {
                return true;
            }
        }
        return false;
    }

    private void mark(boolean truncated) {
        if (truncated) {
            raw(TRUNCATED);
        }
    }
}
