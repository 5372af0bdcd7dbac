package dev.sekisho.model;

import java.util.List;

/**
 * For whom a policy is: whoever is one of these consumers, or is in one of these groups, or has one of these plans. Names are compared
 * as they are, with case.
 */
public record Audience(
        @Property(value = "Names of consumers.", example = "[ gold-app ]")
        List<String> consumers,

        @Property(value = "Names of groups, of consumers or told by a token.", example = "[ partners ]")
        List<String> groups,

        @Property(value = "Names of plans.", example = "[ gold ]")
        List<String> plans) {

    /** Everybody, known or not. */
    public static final Audience ALL = new Audience(List.of(), List.of(), List.of());

    /** Takes copies. */
    public Audience {
        consumers = List.copyOf(consumers);
        groups = List.copyOf(groups);
        plans = List.copyOf(plans);
    }

    /** Whether everybody is meant. */
    public boolean isEverybody() {
        return consumers.isEmpty() && groups.isEmpty() && plans.isEmpty();
    }

    /** In one line, such as {@code consumers gold-app, groups partners}. */
    @Override
    public String toString() {
        if (isEverybody()) {
            return "everybody";
        }
        StringBuilder text = new StringBuilder();
        add("consumers", consumers, text);
        add("groups", groups, text);
        add("plans", plans, text);
        return text.toString();
    }

    private static void add(String kind, List<String> names, StringBuilder text) {
        if (!names.isEmpty()) {
            text.append(text.isEmpty() ? "" : ", ").append(kind).append(' ').append(String.join(" ", names));
        }
    }
}
