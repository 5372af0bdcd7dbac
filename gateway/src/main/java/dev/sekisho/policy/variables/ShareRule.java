package dev.sekisho.policy.variables;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Variables;
import dev.sekisho.model.Lookup;
import dev.sekisho.policy.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shares of all texts by their hash, cut where nginx's split_clients cuts them, so that both give a client the same value. Immutable,
 * thread-safe.
 *
 * @param from what is hashed
 * @param parts the shares, in their order
 */
record ShareRule(FieldValue from, List<Part> parts) implements Variables.Rule {

    private static final long ALL = 0xFFFF_FFFFL;
    private static final int WHOLE = 10_000; // hundredths of a percent

    /**
     * A share.
     *
     * @param below hashes up to there, which is not included; {@link #ALL} for all that are left
     */
    record Part(long below, FieldValue value) {}

    static ShareRule of(Lookup.ShareLookup settings) {
        if (settings.parts().isEmpty()) {
            throw new IllegalArgumentException("share.parts: none (expected: at least one)");
        }
        List<Part> parts = new ArrayList<>();
        int sum = 0;
        long last = 0;
        for (int i = 0; i < settings.parts().size(); i++) {
            Lookup.SharePart part = settings.parts().get(i);
            String setting = "share.parts[" + i + "]";
            FieldValue value = VariableRules.text(setting + ".value", part.value());
            if (sum >= WHOLE) {
                throw new IllegalArgumentException(setting + ": nothing left for it (expected: a sum of at most 100)");
            }
            Optional<Integer> hundredths = part.percent().map(percent -> hundredths(setting, percent));
            sum += hundredths.orElse(WHOLE);
            if (hundredths.isPresent() && sum > WHOLE) {
                throw new IllegalArgumentException(
                        setting + ".percent: " + part.percent().get() + " (expected: a sum of at most 100)");
            }
            last = hundredths.map(share -> share * ALL / WHOLE).orElse(ALL) + (hundredths.isPresent() ? last : 0);
            parts.add(new Part(last, value));
        }
        return new ShareRule(VariableRules.text("share.from", settings.from()), List.copyOf(parts));
    }

    private static int hundredths(String setting, double percent) {
        double hundredths = percent * 100;
        long whole = Math.round(hundredths);
        if (Math.abs(hundredths - whole) > 1e-6 || whole < 1 || whole > WHOLE) {
            throw new IllegalArgumentException(
                    setting + ".percent: " + percent + " (expected: 0.01 to 100, with two decimals at most)");
        }
        return (int) whole;
    }

    @Override
    public String value(Exchange x) {
        long hash = Murmur2.hash(from.text(x).getBytes(StandardCharsets.UTF_8)) & ALL;
        for (Part part : parts) {
            if (hash < part.below || part.below == ALL) {
                return part.value.text(x);
            }
        }
        return "";
    }
}
