package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.model.AccessLog;
import dev.sekisho.model.Audience;
import dev.sekisho.model.Backend;
import dev.sekisho.model.JsonValue;
import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.Property;
import dev.sekisho.model.RegexRewrite;
import dev.sekisho.model.Secret;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the codecs of the model and of the policies' settings, once, by reflection. */
final class Codecs {

    private final Map<Class<?>, RecordCodec> records = new HashMap<>();
    private final Map<Class<?>, ChoiceCodec> choices = new HashMap<>();
    private final Map<String, RecordCodec> policies = new LinkedHashMap<>();
    private final Set<String> labels = new HashSet<>();
    private final RecordCodec model;

    Codecs(Map<String, Class<? extends Record>> policyConfigs) {
        this.model = record(Model.class);
        policyConfigs.forEach((type, config) -> policies.put(type, record(config)));
    }

    /** The codec of a whole document. */
    RecordCodec model() {
        return model;
    }

    /** The policy types and the codecs of their settings. */
    Map<String, RecordCodec> policies() {
        return policies;
    }

    /** The codec of another record. */
    RecordCodec of(Class<? extends Record> type) {
        return record(type);
    }

    private RecordCodec record(Class<?> type) {
        RecordCodec known = records.get(type);
        if (known != null) {
            return known;
        }
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(field(component, fields.size()));
        }
        RecordCodec made = new RecordCodec(type, label(type), List.copyOf(fields));
        records.put(type, made);
        return made;
    }

    /** A name for messages, reference and schema that no other record has. */
    private String label(Class<?> type) {
        String name = type.getSimpleName();
        Class<?> outer = type.getDeclaringClass();
        if (!labels.add(name)) {
            name = (outer == null ? type.getPackageName() + "." : outer.getSimpleName()) + name;
            labels.add(name);
        }
        return name;
    }

    private Field field(RecordComponent component, int index) {
        String name = component.getName();
        Optional<Property> property = Optional.ofNullable(component.getAnnotation(Property.class));
        component.getAccessor().setAccessible(true);
        boolean origin = component.getType() == Origin.class;
        Codec codec = origin ? new SecretCodec(name) : of(component.getGenericType(), name, property);
        Optional<Object> initial = origin ? Optional.empty() : initial(component.getType(), codec, property);
        return new Field(name, index, codec, property, origin, initial, component.getAccessor());
    }

    /** What a component holds where a document is silent. One without a description is a switch that its mapping turns on. */
    private static Optional<Object> initial(Class<?> type, Codec codec, Optional<Property> property) {
        if (property.isEmpty()) {
            return Optional.of(true);
        }
        String text = property.get().defaultValue();
        if (!text.isEmpty()) {
            return Optional.of(defaultOf(codec, text));
        }
        if (type == Optional.class) {
            return Optional.of(Optional.empty());
        }
        return type == List.class
                ? Optional.of(List.of())
                : type == Map.class ? Optional.of(Map.of()) : Optional.empty();
    }

    private static Object defaultOf(Codec codec, String text) {
        Scope scope = new Scope("default", NO_SECRETS);
        Node node = text.equals("{}") ? new Node.Mapping(List.of(), 0, 0) : Node.Scalar.plain(text);
        Object value = codec.read(node, scope);
        if (value == null) {
            throw new IllegalArgumentException("default " + text + ": " + scope.found);
        }
        return value;
    }

    private Codec of(Type type, String label, Optional<Property> property) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Class<?> raw = (Class<?>) generic.getRawType();
            if (raw == Optional.class) {
                return new OptionalCodec(of(arguments[0], label, property));
            }
            if (raw == List.class) {
                return new ListCodec(of(arguments[0], label, property), label);
            }
            return new MapCodec(of(arguments[0], label, Optional.empty()), of(arguments[1], label, property), label);
        }
        return single((Class<?>) type, label, property);
    }

    private Codec single(Class<?> type, String label, Optional<Property> property) {
        if (Leaf.covers(type)) {
            return new LeafCodec(Leaf.of(type), label, property);
        }
        if (type == Secret.class) {
            return new SecretCodec(label);
        }
        if (type == JsonValue.class) {
            return new JsonValueCodec(label);
        }
        if (type == PolicySpec.class) {
            return new PolicySpecCodec(policies, record(Audience.class));
        }
        if (type == PolicyUse.class) {
            return new PolicyUseCodec(new PolicySpecCodec(policies, record(Audience.class)));
        }
        if (type == Backend.class) {
            return backend();
        }
        if (type.isSealed()) {
            return choice(type);
        }
        RecordCodec fields = record(type);
        if (type == RegexRewrite.class) {
            return new RegexRewriteCodec(fields);
        }
        return type == AccessLog.class ? new AccessLogCodec(fields) : fields;
    }

    /** One of the records of a sealed type, which may lead to itself. */
    private ChoiceCodec choice(Class<?> type) {
        ChoiceCodec known = choices.get(type);
        if (known != null) {
            return known;
        }
        ChoiceCodec made = new ChoiceCodec(type);
        choices.put(type, made);
        for (Class<?> part : type.getPermittedSubclasses()) {
            made.add(part, record(part));
        }
        return made;
    }

    private BackendCodec backend() {
        return new BackendCodec(
                record(Backend.ToUpstream.class),
                record(Backend.Split.class),
                record(Backend.Redirect.class),
                record(Backend.Respond.class),
                record(Backend.Files.class));
    }

    private static final SecretSource NO_SECRETS = new SecretSource() {
        @Override
        public Optional<String> env(String name) {
            return Optional.empty();
        }

        @Override
        public String file(String path) throws IOException {
            throw new IOException(path);
        }
    };
}
