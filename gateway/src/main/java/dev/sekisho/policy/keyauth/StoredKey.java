package dev.sekisho.policy.keyauth;

import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a store says of a key.
 *
 * @param consumer whose it is
 * @param plan plan of whoever shows it; empty for that of the configured consumer
 * @param groups groups of whoever shows it; empty for those of the configured consumer
 * @param expires when it ends; empty for never
 * @param id what stands for it in logs; empty for the name of its consumer
 * @param disabled whether it does not count
 */
record StoredKey(
        String consumer,
        Optional<String> plan,
        Optional<Set<String>> groups,
        Optional<Instant> expires,
        Optional<String> id,
        boolean disabled) {

    /** The fields of its hash. */
    static final List<String> FIELDS = List.of("consumer", "plan", "groups", "expires", "id", "disabled");

    private static final int LONGEST_NAME = 200; // as in configurations
    private static final int MOST_GROUPS = 100;
    private static final int MOST_DIGITS = 12; // seconds until the year 33658

    /** What a store holds cannot be right; the message names the field and gives nothing of its value. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String field, String expected) {
            super("field " + field + " (expected: " + expected + ")");
        }
    }

    /** Reads the fields of a hash. */
    static StoredKey of(Map<String, String> fields) throws Malformed {
        String consumer = name("consumer", fields.getOrDefault("consumer", ""));
        return new StoredKey(
                consumer,
                optionalName("plan", fields),
                groups(fields),
                expires(fields.getOrDefault("expires", "")),
                optionalName("id", fields),
                disabled(fields.getOrDefault("disabled", "")));
    }

    /** Who shows it, where those consumers are known. */
    KnownKey known(Consumers consumers) throws Malformed {
        if (plan.isPresent() && !consumers.hasPlan(plan.get())) {
            throw new Malformed("plan", "name of a plan of the configuration");
        }
        Optional<KnownConsumer> configured = consumers.named(consumer);
        KnownConsumer whose = new KnownConsumer(
                consumer,
                configured.map(KnownConsumer::id).orElse(consumer),
                configured.flatMap(KnownConsumer::customId),
                plan.or(() -> configured.flatMap(KnownConsumer::plan)),
                groups.or(() -> configured.map(KnownConsumer::groups)).orElse(Set.of()));
        String label = consumer + "/" + id.orElse("store");
        return KnownKey.of(Principal.of(KeyAuth.NAME, consumer, whose, label), expires);
    }

    private static String name(String field, String text) throws Malformed {
        if (text.isEmpty() || text.length() > LONGEST_NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw new Malformed(field, "1 to " + LONGEST_NAME + " characters without control characters");
        }
        return text;
    }

    private static Optional<String> optionalName(String field, Map<String, String> fields) throws Malformed {
        String text = fields.getOrDefault(field, "");
        return text.isEmpty() ? Optional.empty() : Optional.of(name(field, text));
    }

    private static Optional<Set<String>> groups(Map<String, String> fields) throws Malformed {
        if (!fields.containsKey("groups")) {
            return Optional.empty();
        }
        Set<String> groups = new LinkedHashSet<>();
        for (String group : fields.get("groups").split(",", MOST_GROUPS + 1)) {
            if (!group.isBlank()) {
                groups.add(name("groups", group.strip()));
            }
        }
        if (groups.size() > MOST_GROUPS) {
            throw new Malformed("groups", "at most " + MOST_GROUPS);
        }
        return Optional.of(Set.copyOf(groups));
    }

    private static Optional<Instant> expires(String text) throws Malformed {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            boolean seconds = text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
            return Optional.of(
                    seconds
                            ? Instant.ofEpochSecond(Long.parseLong(text))
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new Malformed("expires", "a time of RFC 3339, or seconds since 1970");
        }
    }

    private static boolean disabled(String text) throws Malformed {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0", "" -> false;
            default -> throw new Malformed("disabled", "true or false");
        };
    }
}
