package dev.sekisho.policy.forwardauth;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.policy.FieldNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Variables that get values of an answer. Immutable, thread-safe.
 *
 * @param all the variables
 */
record AnswerVariables(List<One> all) {

    private static final String STATUS = "{status}";

    /**
     * A variable.
     *
     * @param name its name
     * @param field whose value it gets; empty for the status
     */
    record One(String name, Optional<HeaderName> field) {}

    /** Takes a copy. */
    AnswerVariables {
        all = List.copyOf(all);
    }

    /**
     * Those of settings.
     *
     * @throws IllegalArgumentException where a name is none
     */
    static AnswerVariables of(Map<String, String> settings) {
        List<One> all = new ArrayList<>();
        settings.forEach((name, field) -> {
            if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
                throw new IllegalArgumentException("setVariables: " + FieldNames.printable(name)
                        + " (expected: a name of letters, digits, _ and -, at most 64)");
            }
            all.add(new One(
                    name,
                    field.equals(STATUS)
                            ? Optional.empty()
                            : Optional.of(FieldNames.field("setVariables." + name, field))));
        });
        return new AnswerVariables(all);
    }

    /** Sets them for an exchange. */
    void set(Exchange x, ResponseHead answer) {
        for (int i = 0; i < all.size(); i++) {
            One one = all.get(i);
            x.variable(
                    one.name(),
                    one.field().isEmpty()
                            ? Integer.toString(answer.status())
                            : answer.headers().get(one.field().get()).orElse(""));
        }
    }
}
