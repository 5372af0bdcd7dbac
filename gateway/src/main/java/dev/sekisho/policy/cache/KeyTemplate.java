package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.cache.store.CacheKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes keys of requests. Each part is ended by a byte that no part holds, so no two requests have the same key whose parts differ.
 * The route is a part of each key, since another route may go to another backend, and so is the path that a policy has made for the
 * backend. Immutable, thread-safe.
 */
final class KeyTemplate {

    /** The default: the request as the router sees it. */
    static final String WHOLE = "{scheme}://{host}{path}{query}";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+(?:\\.[^{}\\s]+)?)\\}");
    private static final Set<String> WHO =
            Set.of("consumer", "subject", "credential", "certificateFingerprint", "certificateSpiffe");

    private final KeyPart[] parts;
    private final KeyPart[] who; // those that say who the client is

    private KeyTemplate(List<KeyPart> parts, List<KeyPart> who) {
        this.parts = parts.toArray(KeyPart[]::new);
        this.who = who.toArray(KeyPart[]::new);
    }

    /**
     * Reads a template.
     *
     * @param fields further request fields whose values are parts of the key
     * @throws IllegalArgumentException where it names an unknown placeholder, or has no path
     */
    static KeyTemplate parse(String template, List<String> fields) {
        FieldValue.plain("key", template);
        List<KeyPart> parts = new ArrayList<>();
        parts.add(KeyPart.Canonical.ROUTE);
        parts.add(KeyPart.Canonical.FORWARDED);
        List<KeyPart> who = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(template);
        int from = 0;
        while (matcher.find()) {
            text(template.substring(from, matcher.start()), parts);
            from = matcher.end();
            String name = matcher.group(1);
            KeyPart part = part(name);
            parts.add(part);
            if (WHO.contains(name)) {
                who.add(part);
            }
        }
        text(template.substring(from), parts);
        if (!parts.contains(KeyPart.Canonical.PATH)) {
            throw new IllegalArgumentException("key: " + template + " (expected: {path} in it)");
        }
        fields.forEach(field -> parts.add(new KeyPart.Field(FieldNames.field("varyByHeaders", field))));
        return new KeyTemplate(parts, who);
    }

    /**
     * Keys made of a text alone: neither route nor path is a part beside it. No such key is one of the others, which have more parts.
     *
     * @throws IllegalArgumentException where it names an unknown placeholder
     */
    static KeyTemplate ofText(String text) {
        KeyPart whole = new KeyPart.Known(FieldValue.template("asNginx.key", text, FieldNames.Head.REQUEST));
        return new KeyTemplate(List.of(whole), List.of());
    }

    private static void text(String text, List<KeyPart> parts) {
        if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
            throw new IllegalArgumentException(
                    "key: " + text + " (expected: braces around names of placeholders only)");
        }
        if (!text.isEmpty()) {
            parts.add(new KeyPart.Text(Ascii.bytes(text)));
        }
    }

    private static KeyPart part(String name) {
        int dot = name.indexOf('.');
        String argument = name.substring(dot + 1);
        return switch (dot < 0 ? name : name.substring(0, dot + 1)) {
            case "scheme" -> KeyPart.Canonical.SCHEME;
            case "host" -> KeyPart.Canonical.HOST;
            case "path" -> KeyPart.Canonical.PATH;
            case "query" -> KeyPart.Canonical.QUERY;
            case "method" -> KeyPart.Canonical.METHOD;
            case "header." -> new KeyPart.Field(FieldNames.field("key", argument));
            case "cookie." -> new KeyPart.Cookie(argument);
            case "query." -> new KeyPart.Parameter(argument);
            default -> new KeyPart.Known(FieldValue.parse("key", "{" + name + "}"));
        };
    }

    /** The key of a request. */
    CacheKey key(Exchange x) {
        KeyBytes out = new KeyBytes(160);
        for (KeyPart part : parts) {
            part.put(x, out);
            out.write(0);
        }
        return new CacheKey(out.toByteArray());
    }

    /** The URL of a request: what it can be purged by, whatever its key is. */
    static String url(Exchange x) {
        KeyBytes out = new KeyBytes(96);
        KeyPart.Canonical.SCHEME.put(x, out);
        out.writeBytes(Ascii.bytes("://"));
        KeyPart.Canonical.HOST.put(x, out);
        KeyPart.Canonical.PATH.put(x, out);
        KeyPart.Canonical.QUERY.put(x, out);
        return new String(out.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    /** Whether the key of the request holds who its client is. */
    boolean names(Exchange x) {
        for (KeyPart part : who) {
            KeyBytes out = new KeyBytes(64);
            part.put(x, out);
            if (out.size() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether all values of the field are a part of the key. */
    boolean holds(HeaderName field) {
        for (KeyPart part : parts) {
            if (part instanceof KeyPart.Field(HeaderName name) && name.equals(field)) {
                return true;
            }
        }
        return false;
    }
}
