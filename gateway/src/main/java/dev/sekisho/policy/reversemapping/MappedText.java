package dev.sekisho.policy.reversemapping;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.CapturingPattern;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.SafeText;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text of the backend's and what stands in its place. Immutable, thread-safe.
 *
 * @param pattern the expression, in place of all of the text that it is found in; empty where {@code from} is a text
 */
record MappedText(Optional<CapturingPattern> pattern, FieldValue from, FieldValue to) {

    private static final String ENDS_ATTRIBUTE = ";"; // in what a request may have chosen a part of

    /** Those of a setting; throws {@link IllegalArgumentException} where one cannot be. */
    static List<MappedText> all(String setting, List<Mapping> mappings, boolean anyCase) {
        List<MappedText> all = new ArrayList<>();
        for (int i = 0; i < mappings.size(); i++) {
            all.add(of(setting + "[" + i + "]", mappings.get(i), anyCase));
        }
        return List.copyOf(all);
    }

    private static MappedText of(String setting, Mapping mapping, boolean anyCase) {
        String from = mapping.from();
        FieldValue to = FieldValue.parse(setting + ".to", mapping.to(), Head.RESPONSE);
        if (from.isEmpty()) {
            throw new IllegalArgumentException(setting + ".from: \"\" (expected: a text, or ~ and an expression)");
        }
        if (from.startsWith("~")) {
            boolean star = from.startsWith("~*");
            String expression = from.substring(star ? 2 : 1).strip();
            return new MappedText(
                    Optional.of(CapturingPattern.of(setting + ".from", expression, star || anyCase)), to, to);
        }
        return new MappedText(Optional.empty(), FieldValue.parse(setting + ".from", from, Head.RESPONSE), to);
    }

    /** The text with what stands in place of its beginning; empty where it begins otherwise. */
    static Optional<String> beginning(List<MappedText> all, Exchange x, String text) {
        for (MappedText one : all) {
            if (one.pattern.isPresent()) {
                if (one.pattern.get().matches(x, text)) {
                    return Optional.of(one.written(x));
                }
            } else {
                String known = one.from.text(x);
                if (text.startsWith(known)) {
                    return Optional.of(one.written(x) + text.substring(known.length()));
                }
            }
        }
        return Optional.empty();
    }

    /** What stands in place of all of the text, without regard to case; empty where it is another. */
    static Optional<String> whole(List<MappedText> all, Exchange x, String text) {
        for (MappedText one : all) {
            boolean fits = one.pattern.isPresent()
                    ? one.pattern.get().matches(x, text)
                    : withoutDot(one.from.text(x)).equalsIgnoreCase(withoutDot(text));
            if (fits) {
                boolean dot = one.pattern.isEmpty() && text.startsWith(".");
                return Optional.of((dot ? "." : "") + one.written(x));
            }
        }
        return Optional.empty();
    }

    private static String withoutDot(String domain) {
        return domain.startsWith(".") ? domain.substring(1) : domain;
    }

    private String written(Exchange x) {
        return to.isFixed() ? to.text(x) : SafeText.ofValue(to.text(x), ENDS_ATTRIBUTE);
    }
}
