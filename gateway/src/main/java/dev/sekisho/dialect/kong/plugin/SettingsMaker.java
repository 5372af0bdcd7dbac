package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.model.Durations;
import dev.sekisho.model.Property;
import dev.sekisho.model.Size;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the settings record of a policy from names and values, as a document of the native language would give them: what is not named has
 * the default of its {@link Property}. So a translation names what it sets and nothing else, and goes on as it is when a policy gets
 * another setting. A constant of an enum is named by its text, a record in the record by a map.
 */
public final class SettingsMaker {

    private SettingsMaker() {}

    /**
     * Makes a record.
     *
     * @throws IllegalArgumentException where the record itself refuses the values
     * @throws IllegalStateException where a name or type is none of the record
     */
    public static Record make(Class<? extends Record> type, Map<String, ?> values) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] made = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        Set<String> known = new HashSet<>();
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            known.add(name);
            types[i] = components[i].getType();
            Object given = values.get(name);
            made[i] = given == null ? standard(components[i]) : value(components[i].getGenericType(), given);
        }
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalStateException(
                        type.getSimpleName() + "." + name + " (expected: one of " + known + ")");
            }
        }
        return construct(type, types, made);
    }

    /** The same record with another value for one component. */
    static <R extends Record> R with(R record, String name, Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] made = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            made[i] = components[i].getName().equals(name) ? value : read(record, components[i]);
        }
        @SuppressWarnings("unchecked") // made by the constructor of its own class
        R copy = (R) construct(record.getClass(), types, made);
        return copy;
    }

    private static Object read(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    private static Record construct(Class<? extends Record> type, Class<?>[] types, Object[] made) {
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(made);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(type + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private static Object standard(RecordComponent component) {
        Class<?> raw = component.getType();
        Property property = component.getAnnotation(Property.class);
        String text = property == null ? "" : property.defaultValue();
        if (raw == Optional.class) {
            return Optional.empty();
        }
        if (raw == List.class) {
            return List.of();
        }
        if (raw == Map.class) {
            return Map.of();
        }
        if (raw.isRecord() && text.equals("{}")) {
            return make(raw.asSubclass(Record.class), Map.of());
        }
        if (text.isEmpty() && raw != String.class) {
            throw new IllegalStateException(component + " (expected: a value, for it has no default)");
        }
        return leaf(raw, text);
    }

    private static Object leaf(Class<?> raw, String text) {
        if (raw == boolean.class || raw == Boolean.class) {
            return Boolean.valueOf(text);
        }
        if (raw == int.class || raw == Integer.class) {
            return Integer.valueOf(text);
        }
        if (raw == Duration.class) {
            return Durations.parse(text);
        }
        if (raw == Size.class) {
            return Size.parse(text);
        }
        return raw.isEnum() ? constant(raw, text) : text;
    }

    private static Object constant(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (name.equals(text) || constant.toString().equals(text)) {
                return constant;
            }
        }
        throw new IllegalStateException(type.getSimpleName() + ": " + text + " (expected: one of its constants)");
    }

    private static Object value(Type type, Object value) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] of = parameterized.getActualTypeArguments();
            return switch (value) {
                case Optional<?> optional -> optional.map(each -> value(of[0], each));
                case List<?> list -> list(of[0], list);
                case Map<?, ?> map -> map(of[of.length - 1], map);
                default -> throw new IllegalStateException(type + ": " + value.getClass() + " (expected: that type)");
            };
        }
        Class<?> raw = (Class<?>) type;
        if (value instanceof Map<?, ?> map && raw.isRecord()) {
            return make(raw.asSubclass(Record.class), named(map));
        }
        return value instanceof String text && raw != String.class ? leaf(raw, text) : value;
    }

    private static List<Object> list(Type of, List<?> list) {
        List<Object> values = new ArrayList<>();
        list.forEach(each -> values.add(value(of, each)));
        return values;
    }

    private static Map<Object, Object> map(Type of, Map<?, ?> map) {
        Map<Object, Object> values = new LinkedHashMap<>();
        map.forEach((name, each) -> values.put(name, value(of, each)));
        return values;
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((name, each) -> named.put((String) name, each));
        return named;
    }
}
