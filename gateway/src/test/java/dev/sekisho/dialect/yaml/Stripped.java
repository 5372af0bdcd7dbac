package dev.sekisho.dialect.yaml;

import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models without their origins, for comparison. */
final class Stripped {

    private Stripped() {}

    static Model of(Model model) throws ReflectiveOperationException {
        return (Model) strip(model);
    }

    private static Object strip(Object value) throws ReflectiveOperationException {
        return switch (value) {
            case Origin _ -> Origin.NONE;
            case Optional<?> optional when optional.isPresent() -> Optional.of(strip(optional.get()));
            case List<?> list -> {
                Object[] items = list.toArray();
                for (int i = 0; i < items.length; i++) {
                    items[i] = strip(items[i]);
                }
                yield List.of(items);
            }
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    copy.put(entry.getKey(), strip(entry.getValue()));
                }
                yield copy;
            }
            case Record record -> record(record);
            default -> value;
        };
    }

    private static Record record(Record record) throws ReflectiveOperationException {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            components[i].getAccessor().setAccessible(true);
            values[i] = strip(components[i].getAccessor().invoke(record));
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = record.getClass().getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return (Record) constructor.newInstance(values);
    }
}
