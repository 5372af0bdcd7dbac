package dev.sekisho.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.FieldNames.Head;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Edits of texts agree with edits of trees, of random texts by random settings. */
class JsonOracleTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    private final Random random = new Random(20_260_721);
    private final Exchange x = new ChainHarness().exchange();

    @Test
    void textsAndTreesAgree() throws Exception {
        int changed = 0;
        for (int i = 0; i < 5_000; i++) {
            String text = value(0);
            JsonEdits edits = edits();
            JsonEditor editor;
            try {
                editor = new JsonEditor(edits, Head.REQUEST);
            } catch (IllegalArgumentException e) {
                continue; // paths that touch each other
            }
            byte[] after = editor.apply(text.getBytes(StandardCharsets.UTF_8), x);
            JsonNode expected = tree(JSON.readTree(text), edits);
            assertThat(JSON.readTree(after)).as("%s by %s", text, edits).isEqualTo(expected);
            changed += expected.equals(JSON.readTree(text)) ? 0 : 1;
        }
        assertThat(changed).isGreaterThan(700);
    }

    private String value(int depth) {
        int kind = random.nextInt(depth < 4 ? 8 : 4);
        StringBuilder text = new StringBuilder(blank());
        switch (kind) {
            case 0 -> text.append(random.nextInt(100));
            case 1 -> text.append("\"x\\\"]},{\"");
            case 2 -> text.append(random.nextBoolean() ? "1.50" : "null");
            case 3 -> text.append(random.nextBoolean() ? "{}" : "[ ]");
            case 4 -> list(text, depth);
            default -> object(text, depth);
        }
        return text.append(blank()).toString();
    }

    private String blank() {
        return " ".repeat(random.nextInt(5) == 0 ? 1 : 0);
    }

    private void list(StringBuilder text, int depth) {
        text.append('[');
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(value(depth + 1)).append(i > 0 ? "," : "");
        }
        text.append(']');
    }

    private void object(StringBuilder text, int depth) {
        List<String> names = new ArrayList<>(NAMES);
        Collections.shuffle(names, random);
        text.append('{');
        for (int i = random.nextInt(4); i >= 0; i--) {
            String name = names.get(i);
            String spelled = random.nextInt(4) == 0 ? "\\u00" + Integer.toHexString(name.charAt(0)) : name;
            text.append('"').append(spelled).append('"').append(blank()).append(':');
            text.append(value(depth + 1)).append(i > 0 ? "," : "");
        }
        text.append('}');
    }

    private String path(boolean single) {
        StringBuilder path = new StringBuilder(NAMES.get(random.nextInt(4)));
        for (int i = random.nextInt(3); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> path.append(single ? "[0]" : "[*]");
                case 1 -> path.append('[').append(random.nextInt(3)).append(']');
                default -> path.append('.').append(NAMES.get(random.nextInt(4)));
            }
        }
        return path.toString();
    }

    private List<String> paths(int most) {
        List<String> paths = new ArrayList<>();
        for (int i = random.nextInt(most); i > 0; i--) {
            paths.add(path(false));
        }
        return paths;
    }

    private Map<String, String> values(int most, List<String> texts) {
        Map<String, String> values = new LinkedHashMap<>();
        paths(most).forEach(path -> values.put(path, texts.get(random.nextInt(texts.size()))));
        return values;
    }

    private JsonEdits edits() {
        List<String> json = List.of("7", "[true]", "{\"a\":{\"b\":1}}");
        Map<String, String> move =
                random.nextBoolean() ? Map.of() : Map.of(path(true), random.nextBoolean() ? "d" : "c.a.b");
        return new JsonEdits(
                paths(3),
                random.nextInt(4) == 0 ? paths(4) : List.of(),
                values(3, NAMES),
                move,
                values(3, json),
                values(3, json),
                values(3, json),
                values(3, json),
                Optional.empty());
    }

    private static JsonNode tree(JsonNode root, JsonEdits edits) {
        JsonNode tree = root;
        TreeEdits.removeAll(tree, edits.remove());
        if (!edits.keepOnly().isEmpty()) {
            tree = TreeEdits.keepOnly(tree, edits.keepOnly());
        }
        for (Map.Entry<String, String> rename : edits.rename().entrySet()) {
            TreeEdits.rename(tree, JsonPath.parse("", rename.getKey()).steps(), rename.getValue());
        }
        for (Map.Entry<String, String> move : edits.move().entrySet()) {
            Optional<JsonNode> taken =
                    TreeEdits.take(tree, JsonPath.parse("", move.getKey()).steps());
            if (taken.isPresent()) {
                TreeEdits.put(tree, JsonPath.parse("", move.getValue()).steps(), taken.get(), true, true);
            }
        }
        final JsonNode moved = tree;
        edits.replace()
                .forEach((path, value) ->
                        TreeEdits.put(moved, JsonPath.parse("", path).steps(), node(value), true, false));
        edits.set()
                .forEach((path, value) ->
                        TreeEdits.put(moved, JsonPath.parse("", path).steps(), node(value), true, true));
        edits.add()
                .forEach((path, value) ->
                        TreeEdits.put(moved, JsonPath.parse("", path).steps(), node(value), false, true));
        edits.append()
                .forEach((path, value) ->
                        TreeEdits.append(moved, JsonPath.parse("", path).steps(), node(value)));
        return moved;
    }

    private static JsonNode node(String json) {
        return JSON.readTree(json);
    }

    /** The same in the simplest way: on trees, with no thought for speed. */
    private static final class TreeEdits {

        /** Containers that the path leads to, with the last step. */
        private static List<JsonNode> parents(JsonNode root, List<JsonPath.Step> steps) {
            List<JsonNode> at = List.of(root);
            for (JsonPath.Step step : steps.subList(0, steps.size() - 1)) {
                at = at.stream().flatMap(node -> children(node, step).stream()).toList();
            }
            return at;
        }

        private static List<JsonNode> children(JsonNode node, JsonPath.Step step) {
            List<JsonNode> found = new ArrayList<>();
            switch (step) {
                case JsonPath.Name name -> {
                    if (node instanceof ObjectNode object && object.has(name.text())) {
                        found.add(object.get(name.text()));
                    }
                }
                case JsonPath.Index(int number) -> {
                    if (node instanceof ArrayNode array && number < array.size()) {
                        found.add(array.get(number));
                    }
                }
                case JsonPath.Each() -> {
                    if (node instanceof ArrayNode array) {
                        array.forEach(found::add);
                    }
                }
            }
            return found;
        }

        /** Elements go from the last one on, since their numbers are those of the text as it came. */
        static void removeAll(JsonNode root, List<String> paths) {
            List<Map.Entry<Integer, Runnable>> removals = new ArrayList<>();
            for (String path : paths) {
                List<JsonPath.Step> steps = JsonPath.parse("", path).steps();
                for (JsonNode parent : parents(root, steps)) {
                    removals.addAll(removals(parent, steps.getLast()));
                }
            }
            removals.sort(Map.Entry.<Integer, Runnable>comparingByKey().reversed());
            removals.forEach(removal -> removal.getValue().run());
        }

        private static List<Map.Entry<Integer, Runnable>> removals(JsonNode parent, JsonPath.Step step) {
            List<Map.Entry<Integer, Runnable>> removals = new ArrayList<>();
            if (parent instanceof ObjectNode object && step instanceof JsonPath.Name name) {
                removals.add(Map.entry(0, () -> object.remove(name.text())));
            } else if (parent instanceof ArrayNode array && !(step instanceof JsonPath.Name)) {
                for (int i = 0; i < array.size(); i++) {
                    int number = i;
                    if (step instanceof JsonPath.Each || step.equals(new JsonPath.Index(i))) {
                        removals.add(Map.entry(number, () -> array.remove(number)));
                    }
                }
            }
            return removals;
        }

        static JsonNode keepOnly(JsonNode root, List<String> paths) {
            List<List<JsonPath.Step>> all =
                    paths.stream().map(path -> JsonPath.parse("", path).steps()).toList();
            return root.isContainer() ? kept(root, all) : JSON.nullNode();
        }

        private static JsonNode kept(JsonNode node, List<List<JsonPath.Step>> paths) {
            if (node instanceof ObjectNode object) {
                ObjectNode other = JSON.createObjectNode();
                object.properties().forEach(member -> {
                    List<List<JsonPath.Step>> rest = paths.stream()
                            .filter(path -> path.getFirst() instanceof JsonPath.Name name
                                    && name.text().equals(member.getKey()))
                            .map(path -> path.subList(1, path.size()))
                            .toList();
                    child(member.getValue(), rest).ifPresent(value -> other.set(member.getKey(), value));
                });
                return other;
            }
            ArrayNode other = JSON.createArrayNode();
            for (int i = 0; i < node.size(); i++) {
                int number = i;
                List<List<JsonPath.Step>> rest = paths.stream()
                        .filter(path -> path.getFirst() instanceof JsonPath.Each
                                || path.getFirst().equals(new JsonPath.Index(number)))
                        .map(path -> path.subList(1, path.size()))
                        .toList();
                child(node.get(i), rest).ifPresent(other::add);
            }
            return other;
        }

        private static Optional<JsonNode> child(JsonNode value, List<List<JsonPath.Step>> rest) {
            if (rest.stream().anyMatch(List::isEmpty)) {
                return Optional.of(value);
            }
            return rest.isEmpty() || !value.isContainer() ? Optional.empty() : Optional.of(kept(value, rest));
        }

        static void rename(JsonNode root, List<JsonPath.Step> steps, String to) {
            String from = ((JsonPath.Name) steps.getLast()).text();
            for (JsonNode parent : parents(root, steps)) {
                if (parent instanceof ObjectNode object && object.has(from)) {
                    object.set(to, object.remove(from));
                }
            }
        }

        static Optional<JsonNode> take(JsonNode root, List<JsonPath.Step> steps) {
            for (JsonNode parent : parents(root, steps)) {
                for (JsonNode child : children(parent, steps.getLast())) {
                    removals(parent, steps.getLast())
                            .forEach(removal -> removal.getValue().run());
                    return Optional.of(child);
                }
            }
            return Optional.empty();
        }

        static void put(JsonNode root, List<JsonPath.Step> steps, JsonNode value, boolean replaces, boolean creates) {
            change(root, steps, old -> replaces ? value : old, creates ? Optional.of(value) : Optional.empty());
        }

        static void append(JsonNode root, List<JsonPath.Step> steps, JsonNode value) {
            change(
                    root,
                    steps,
                    old -> {
                        ArrayNode array = old instanceof ArrayNode list
                                ? list
                                : JSON.createArrayNode().add(old);
                        return array.add(value);
                    },
                    Optional.of(JSON.createArrayNode().add(value)));
        }

        private static void change(
                JsonNode node, List<JsonPath.Step> steps, UnaryOperator<JsonNode> change, Optional<JsonNode> made) {
            JsonPath.Step step = steps.getFirst();
            List<JsonPath.Step> rest = steps.subList(1, steps.size());
            if (step instanceof JsonPath.Name name && node instanceof ObjectNode object) {
                if (!object.has(name.text())) {
                    boolean names = steps.stream().allMatch(JsonPath.Name.class::isInstance);
                    if (made.isPresent() && names) {
                        JsonNode value = made.get().deepCopy();
                        for (JsonPath.Step outer : rest.reversed()) {
                            value = JSON.createObjectNode().set(((JsonPath.Name) outer).text(), value);
                        }
                        object.set(name.text(), value);
                    }
                } else if (rest.isEmpty()) {
                    object.set(
                            name.text(), change.apply(object.get(name.text())).deepCopy());
                } else {
                    change(object.get(name.text()), rest, change, made);
                }
            } else if (!(step instanceof JsonPath.Name) && node instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    if (step instanceof JsonPath.Each || step.equals(new JsonPath.Index(i))) {
                        if (rest.isEmpty()) {
                            array.set(i, change.apply(array.get(i)).deepCopy());
                        } else {
                            change(array.get(i), rest, change, made);
                        }
                    }
                }
            }
        }
    }
}
