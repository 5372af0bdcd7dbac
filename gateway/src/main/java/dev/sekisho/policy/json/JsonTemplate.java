package dev.sekisho.policy.json;

import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON text with placeholders: within a string each stands for its text, escaped; elsewhere for a value, which for members of the body is
 * the member as it stands, and for all else a string. So no value can end a string or begin another member. Immutable, thread-safe.
 */
final class JsonTemplate {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*(?:[.\\[][^{}\\s\"]+)?)\\}");
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /** A part of a template. */
    private sealed interface Part {}

    private record Raw(byte[] bytes) implements Part {}

    private record Text(FieldValue value, boolean inString) implements Part {}

    private record Member(int slot, boolean inString) implements Part {}

    private final List<Part> parts = new ArrayList<>();
    private final List<JsonPath> members; // of the body, in the order of their numbers
    private final String setting;
    private final Head head;
    private final StringBuilder raw = new StringBuilder();
    private final StringBuilder sample = new StringBuilder(); // JSON of the same form
    private final boolean ofBody;

    private JsonTemplate(String setting, Head head, List<JsonPath> members, boolean ofBody) {
        this.setting = setting;
        this.head = head;
        this.members = members;
        this.ofBody = ofBody;
    }

    /**
     * A value: JSON, or else a string.
     *
     * @throws IllegalArgumentException where it begins as JSON and is none, or names an unknown placeholder
     */
    static JsonTemplate value(String setting, String text, Head head) {
        JsonTemplate json = new JsonTemplate(setting, head, new ArrayList<>(), false);
        if (mayBeJson(text)) {
            json.read(text);
            Optional<JsonFault> fault = json.fault();
            if (fault.isEmpty()) {
                return json;
            }
            if (text.strip().matches("(?s)[\\[\"].*|\\{\\s*[\"}].*")) {
                throw json.refused(text, fault.get());
            }
        }
        JsonTemplate string = new JsonTemplate(setting, head, new ArrayList<>(), false);
        string.parts.add(new Text(FieldValue.template(setting, text, head), false));
        return string;
    }

    private static boolean mayBeJson(String text) {
        return text.strip().matches("(?s)[\\[{\"].*|-?[0-9].*|true|false|null");
    }

    /**
     * A whole text; {@code {body}} and {@code {body.PATH}} stand for the body and its members.
     *
     * @param members where the paths go that are named, each to be noted under its number; the first number is that of the whole body
     * @throws IllegalArgumentException where it is no JSON, or names an unknown placeholder
     */
    static JsonTemplate whole(String setting, String text, Head head, List<JsonPath> members) {
        JsonTemplate json = new JsonTemplate(setting, head, members, true);
        json.read(text);
        json.fault().ifPresent(fault -> {
            throw json.refused(text, fault);
        });
        return json;
    }

    private Optional<JsonFault> fault() {
        try {
            JsonCheck.check(sample.toString().getBytes(StandardCharsets.UTF_8));
            return Optional.empty();
        } catch (JsonFault e) {
            return Optional.of(e);
        }
    }

    private IllegalArgumentException refused(String text, JsonFault fault) {
        return new IllegalArgumentException(setting + ": " + FieldNames.printable(text) + " (expected: JSON; line "
                + fault.line() + ", column " + fault.column() + "; a text that begins so stands in double quotes)");
    }

    private void read(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        boolean inString = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '{' && inString && text.startsWith("{{", at)) {
                plain("{");
                at++;
            } else if (c == '{' && matcher.region(at, text.length()).lookingAt()) {
                placeholder(matcher.group(1), inString);
                at = matcher.end() - 1;
            } else if (c == '\\' && inString && at + 1 < text.length()) {
                plain(text.substring(at, at + 2));
                at++;
            } else {
                inString ^= c == '"';
                plain(String.valueOf(c));
            }
        }
        flush();
    }

    private void plain(String text) {
        raw.append(text);
        sample.append(text);
    }

    private void flush() {
        if (!raw.isEmpty()) {
            parts.add(new Raw(raw.toString().getBytes(StandardCharsets.UTF_8)));
            raw.setLength(0);
        }
    }

    private void placeholder(String name, boolean inString) {
        flush();
        sample.append(inString ? "x" : "null");
        boolean member = name.startsWith("body.") || name.startsWith("body[");
        if (ofBody && (member || name.equals("body"))) {
            parts.add(new Member(member ? slot(name.substring(name.charAt(4) == '.' ? 5 : 4)) : 0, inString));
        } else {
            parts.add(new Text(FieldValue.template(setting, "{" + name + "}", head), inString));
        }
    }

    private int slot(String path) {
        JsonPath member = JsonPath.parse(setting, path);
        if (member.isMany()) {
            throw new IllegalArgumentException(setting + ": {body." + path + "} (expected: one member, so no [*])");
        }
        members.add(member);
        return members.size();
    }

    /** Writes it. */
    void write(JsonOut out, Notes notes) {
        if (ofBody) {
            make(out, notes);
        } else {
            out.put(notes.written(this));
        }
    }

    /** Makes it anew. */
    void make(JsonOut out, Notes notes) {
        for (Part part : parts) {
            switch (part) {
                case Raw(byte[] bytes) -> out.put(bytes);
                case Text(FieldValue value, boolean inString) -> {
                    byte[] quoted = JsonStrings.quote(value.text(notes.exchange()));
                    out.put(quoted, inString ? 1 : 0, quoted.length - (inString ? 1 : 0));
                }
                case Member(int slot, boolean inString) -> member(out, notes.get(slot), inString);
            }
        }
    }

    private static void member(JsonOut out, Optional<byte[]> noted, boolean inString) {
        byte[] value = noted.orElse(NULL);
        if (!inString) {
            out.put(value);
        } else if (noted.isPresent() && value[0] == '"') {
            out.put(value, 1, value.length - 1);
        } else if (noted.isPresent()) {
            byte[] quoted = JsonStrings.quote(new String(value, StandardCharsets.UTF_8));
            out.put(quoted, 1, quoted.length - 1);
        }
    }
}
