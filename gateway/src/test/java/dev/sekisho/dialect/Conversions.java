package dev.sekisho.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.dialect.yaml.YamlWriter;
import dev.sekisho.model.Model;
import dev.sekisho.model.Secret;
import dev.sekisho.policy.Policies;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a model comes through {@code convert}: written in the native language and read again it must be equal, but for places in files.
 * Secrets that stand in the clear are not written, so they are put into an environment before, under names of their own.
 */
public final class Conversions {

    private static final String REFERENCE = "${env:SECRET_";

    private final Map<String, Class<? extends Record>> types;
    private final Map<String, String> values = new LinkedHashMap<>();

    private Conversions(Map<String, Class<? extends Record>> types) {
        this.types = types;
    }

    /** Fails where a model with the gateway's policies does not come through. */
    public static void assertLossless(Model model) {
        assertLossless(model, Policies.configTypes());
    }

    /** The same with other policy types. */
    public static void assertLossless(Model model, Map<String, Class<? extends Record>> types) {
        new Conversions(types).check(model);
    }

    private void check(Model model) { // findings about the model itself are those of the original
        Model hidden = (Model) copy(model);
        String written = new YamlWriter(types).write(hidden);
        assertThat(written)
                .as("what is written tells no secret that stood in the clear")
                .doesNotContain(Secret.REDACTED);
        Compilation read = new YamlDialect(types, secrets()).compile(List.of(new Document("written.yaml", written)));
        assertThat(read.diagnostics().stream()
                        .filter(found -> found.severity() == Severity.ERROR
                                && !found.code().startsWith("model.")))
                .as("what is written is read without an error:\n" + written)
                .isEmpty();
        for (RecordComponent part : Model.class.getRecordComponents()) { // one by one, so that a failure can be read
            assertThat(value(part, read.model()))
                    .as(part.getName() + " of\n" + written)
                    .isEqualTo(value(part, hidden));
        }
    }

    private SecretSource secrets() {
        return new SecretSource() {
            @Override
            public Optional<String> env(String name) {
                return Optional.ofNullable(values.get("${env:" + name + "}"));
            }

            @Override
            public String file(String path) throws IOException {
                String value = values.get("${file:" + path + "}");
                if (value == null) {
                    throw new IOException(path + " (expected: no other file)");
                }
                return value;
            }
        };
    }

    private Object copy(Object from) {
        return switch (from) {
            case Secret secret -> hidden(secret);
            case Optional<?> optional -> optional.map(this::copy);
            case List<?> list -> list.stream().map(this::copy).toList();
            case Set<?> set -> new LinkedHashSet<>(copies(set));
            case Map<?, ?> map -> {
                Map<Object, Object> copied = new LinkedHashMap<>();
                map.forEach((key, value) -> copied.put(key, copy(value)));
                yield copied;
            }
            case Record record -> copy(record);
            default -> from;
        };
    }

    private List<Object> copies(Collection<?> from) {
        List<Object> copied = new ArrayList<>();
        from.forEach(each -> copied.add(copy(each)));
        return copied;
    }

    private Secret hidden(Secret secret) {
        String reference = secret.reference().isEmpty() ? REFERENCE + values.size() + "}" : secret.reference();
        values.putIfAbsent(reference, secret.reveal());
        return new Secret(secret.reveal(), reference);
    }

    private Record copy(Record from) {
        RecordComponent[] parts = from.getClass().getRecordComponents();
        Object[] arguments =
                Arrays.stream(parts).map(part -> copy(value(part, from))).toArray();
        if (unchanged(parts, from, arguments)) {
            return from;
        }
        try {
            Class<?>[] kinds =
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<? extends Record> constructor = from.getClass().getDeclaredConstructor(kinds);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(from.getClass().getName(), e);
        }
    }

    /** Most records hold no secret, and some hold what has no equality. */
    private static boolean unchanged(RecordComponent[] parts, Record from, Object[] arguments) {
        for (int i = 0; i < parts.length; i++) {
            if (!value(parts[i], from).equals(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    private static Object value(RecordComponent part, Record of) {
        try {
            part.getAccessor().setAccessible(true);
            return part.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(part.toString(), e);
        }
    }
}
