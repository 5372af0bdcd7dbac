package dev.sekisho.dialect.yaml;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the last compilation made of the items of a document's top-level lists. Only items without any diagnostic and
 * without secrets are kept, so that leaving out their reading changes nothing. Immutable once made, thread-safe.
 *
 * @param text the document
 * @param lists the items of each list, by key
 */
record Memo(String text, Map<String, Items> lists) {

    static final Memo NONE = new Memo("", Map.of());

    /**
     * The items of a list.
     *
     * @param section where they stood
     * @param values what they were bound to; null for what must be read again
     */
    record Items(Slices.Section section, @Nullable Object[] values) {}

    /**
     * What can be kept of a list: equal items are looked for from its front, from its end, and in between by their text.
     * The result has one element an item, null where it must be read.
     */
    @Nullable
    Object[] keep(Slices.Section now, String nowText) {
        @Nullable Object[] kept = new @Nullable Object[now.count()];
        Items items = lists.get(now.key());
        if (items == null) {
            return kept;
        }
        Slices.Section then = items.section();
        int least = Math.min(now.count(), then.count());
        int front = 0;
        while (front < least && same(then, front, now, front, nowText)) {
            kept[front] = moved(items, front, now.lines()[front]);
            front++;
        }
        int back = 0;
        while (back < least - front && same(then, then.count() - 1 - back, now, now.count() - 1 - back, nowText)) {
            back++;
            kept[now.count() - back] = moved(items, then.count() - back, now.lines()[now.count() - back]);
        }
        between(items, front, back, now, nowText, kept);
        return kept;
    }

    private void between(
            Items items, int front, int back, Slices.Section now, String nowText, @Nullable Object[] kept) {
        Slices.Section then = items.section();
        Map<String, Integer> byText = new HashMap<>();
        for (int i = front; i < then.count() - back; i++) {
            byText.put(text.substring(then.items()[i], then.items()[i + 1]), i);
        }
        for (int i = front; i < now.count() - back && !byText.isEmpty(); i++) {
            Integer old = byText.get(nowText.substring(now.items()[i], now.items()[i + 1]));
            if (old != null) {
                kept[i] = moved(items, old, now.lines()[i]);
            }
        }
    }

    private boolean same(Slices.Section then, int i, Slices.Section now, int j, String nowText) {
        int length = then.items()[i + 1] - then.items()[i];
        return length == now.items()[j + 1] - now.items()[j]
                && text.regionMatches(then.items()[i], nowText, now.items()[j], length);
    }

    private static @Nullable Object moved(Items items, int i, int line) {
        Object value = items.values()[i];
        return value == null
                ? null
                : Origins.shift(value, line - items.section().lines()[i]);
    }

    /** Gathers the memo of a compilation. */
    static final class Builder {
        private final Map<String, Items> lists = new LinkedHashMap<>();

        void add(Slices.Section section, @Nullable Object[] values) {
            lists.put(section.key(), new Items(section, values));
        }

        Memo build(String text) {
            return new Memo(text, Map.copyOf(lists));
        }
    }
}
