package dev.sekisho.policy.errorpages;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.StatusPhrase;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code {message}} of a page says: the text for the reason of the error, else that for its status, else the gateway's own words.
 * Filled before it is used; thread-safe.
 */
final class Messages {

    private static final int FIRST = 300;
    private static final int LAST = 599;

    private final Map<Reason, FieldValue> byReason = new EnumMap<>(Reason.class);
    private final Map<Integer, FieldValue> byStatus = new HashMap<>();

    private Messages() {}

    /**
     * Those of a setting.
     *
     * @param texts by code of a reason, or by status
     * @throws IllegalArgumentException where a key is neither, or a text names an unknown placeholder
     */
    static Messages of(String setting, Map<String, String> texts) {
        Messages messages = new Messages();
        texts.forEach((key, text) -> {
            FieldValue value = FieldValue.template(setting + "." + FieldNames.printable(key), text, Head.RESPONSE);
            Stream.of(Reason.values())
                    .filter(reason -> !reason.code().isEmpty() && reason.code().equals(key))
                    .findFirst()
                    .ifPresentOrElse(
                            reason -> messages.byReason.put(reason, value),
                            () -> messages.byStatus.put(status(setting, key), value));
        });
        return messages;
    }

    private static int status(String setting, String key) {
        int status = key.matches("[3-5][0-9]{2}") ? Integer.parseInt(key) : 0;
        if (status < FIRST || status > LAST) {
            throw new IllegalArgumentException(setting + ": " + FieldNames.printable(key)
                    + " (expected: code of a reason, such as route.none, or a status of 300 to 599)");
        }
        return status;
    }

    /** What is said of the error of an exchange, as text without escapes. */
    String of(Exchange x, int status) {
        Reason reason = x.reason();
        FieldValue own = byReason.get(reason);
        if (own == null) {
            own = byStatus.get(status);
        }
        if (own != null) {
            return own.text(x);
        }
        return reason.message().isEmpty() ? StatusPhrase.of(status) : reason.message();
    }
}
