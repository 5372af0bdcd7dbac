package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Tokens;
import java.util.List;
import java.util.Locale;

/**
 * A list of media types (RFC 9110 section 8.3.1), with {@code *} for one part: {@code text/*}, {@code application/*+json}. Parameters
 * do not count. Immutable, thread-safe; looking allocates nothing.
 */
public final class MediaTypes {

    private final Form[] forms;

    /** A type in lower case: all of it, or what stands before and behind the star. */
    private record Form(byte[] head, byte[] tail, boolean star) {

        boolean covers(byte[] bytes, int start, int end) {
            if (!star) {
                return Ascii.equalsLower(bytes, start, end, head);
            }
            return end - start > head.length + tail.length
                    && Ascii.equalsLower(bytes, start, start + head.length, head)
                    && Ascii.equalsLower(bytes, end - tail.length, end, tail);
        }
    }

    private MediaTypes(List<Form> forms) {
        this.forms = forms.toArray(Form[]::new);
    }

    /**
     * Reads a list.
     *
     * @param setting the setting that gives it, for the message
     * @throws IllegalArgumentException where one is no media type
     */
    public static MediaTypes of(String setting, List<String> types) {
        return new MediaTypes(types.stream().map(type -> form(setting, type)).toList());
    }

    private static Form form(String setting, String type) {
        int star = type.indexOf('*');
        byte[] plain = Ascii.bytes(type.replaceFirst("\\*", "x").replaceFirst("/", "x"));
        boolean sound = type.indexOf('/') > 0
                && !type.endsWith("/")
                && !type.startsWith("*/") | type.equals("*/*")
                && (type.equals("*/*") || Tokens.isToken(plain, 0, plain.length) && star == type.lastIndexOf('*'));
        if (!sound) {
            throw new IllegalArgumentException(setting + ": " + FieldNames.printable(type)
                    + " (expected: a media type without parameters, such as text/html, text/* or application/*+json)");
        }
        String small = type.toLowerCase(Locale.ROOT);
        if (type.equals("*/*")) {
            return new Form(new byte[0], new byte[0], true);
        }
        return star < 0
                ? new Form(Ascii.bytes(small), new byte[0], false)
                : new Form(Ascii.bytes(small.substring(0, star)), Ascii.bytes(small.substring(star + 1)), true);
    }

    /** Whether the only Content-Type of a head is one of them; not where there is none, or more than one. */
    public boolean cover(Headers headers) {
        int field = headers.find(HeaderName.CONTENT_TYPE);
        if (field < 0 || headers.find(HeaderName.CONTENT_TYPE, field + 1) >= 0) {
            return false;
        }
        byte[] bytes = headers.bytes();
        int start = headers.valueStart(field);
        int semicolon = Ascii.indexOf(bytes, start, headers.valueEnd(field), ';');
        int end = semicolon < 0 ? headers.valueEnd(field) : semicolon;
        while (end > start && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t')) {
            end--;
        }
        return covers(bytes, start, end);
    }

    private boolean covers(byte[] bytes, int start, int end) {
        for (Form form : forms) {
            if (form.covers(bytes, start, end)) {
                return true;
            }
        }
        return false;
    }
}
