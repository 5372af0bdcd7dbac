package dev.sekisho.cli.test;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;

/** Copies of records in which some components are others: what a record gains later is copied unasked. */
final class Records {

    private Records() {}

    /**
     * The record with these components in place of its own.
     *
     * @throws IllegalArgumentException where it has no component of one of these names
     */
    static <T extends Record> T with(T record, Map<String, Object> changed) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        if (!Arrays.stream(components).map(RecordComponent::getName).toList().containsAll(changed.keySet())) {
            throw new IllegalArgumentException(changed.keySet() + " (expected: components of "
                    + record.getClass().getSimpleName() + ")");
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < values.length; i++) {
                Object own = components[i].getAccessor().invoke(record);
                values[i] = changed.getOrDefault(components[i].getName(), own);
            }
            @SuppressWarnings("unchecked") // the class of a T
            Class<T> type = (Class<T>) record.getClass();
            return type.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(record.getClass() + " (expected: a public record)", e);
        }
    }
}
