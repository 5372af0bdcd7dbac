package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Zone;
import dev.sekisho.dialect.nginx.draft.Place;
import java.util.Optional;

/**
 * What a zone counts by.
 *
 * @param kind what kind of key
 * @param text for {@link Kind#TEXT} the text with placeholders; else empty
 */
record ZoneKey(Kind kind, String text) {

    /** Kinds of keys. */
    enum Kind {
        /** The client's address. */
        ADDRESS,
        /** The same for all requests. */
        ALL,
        /** A text with placeholders. */
        TEXT
    }

    /** The key of a zone; nothing for one that is always empty, which nginx does not count by, and for one that cannot be used here. */
    static Optional<ZoneKey> of(Guards guards, Place place, Zone zone) {
        String key = zone.key();
        if (key.isEmpty()) {
            guards.notes().noEffect(zone.directive(), "counts nothing, since its key is empty");
            return Optional.empty();
        }
        if (key.matches("(?i)\\$\\{?(binary_)?remote_addr\\}?")) {
            return Optional.of(new ZoneKey(Kind.ADDRESS, ""));
        }
        if (key.indexOf('$') < 0) {
            return Optional.of(new ZoneKey(Kind.ALL, ""));
        }
        String text = guards.text(place, key, zone.directive().at());
        if (text.isEmpty()) {
            return Optional.empty(); // its variables are reported
        }
        if (!text.equals(text.strip()) || !text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            guards.notes()
                    .notHonoured(
                            zone.directive(),
                            "has a key with other characters than ASCII, or with a blank at an end",
                            "write a key of variables and letters");
            return Optional.empty();
        }
        return Optional.of(new ZoneKey(Kind.TEXT, text));
    }
}
