package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.entity.Entity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What entities are called, and which of them a name or id means. Belongs to one compilation. */
final class Names {

    private final Map<Entity, String> names = new HashMap<>();
    private final Map<String, Map<String, Entity>> index = new HashMap<>();
    private final Map<String, Set<String>> taken = new HashMap<>();
    private final Report report;

    Names(Report report) {
        this.report = report;
    }

    /** Takes an entity in under its id and these names, each of which must be the first of its kind. */
    void add(String kind, Entity entity, String... fields) {
        Map<String, Entity> known = index.computeIfAbsent(kind, k -> new LinkedHashMap<>());
        for (String field : fields) {
            entity.text(field).ifPresent(name -> {
                Entity first = known.putIfAbsent(name, entity);
                if (first != null && first != entity) {
                    String message = field + ": " + Shown.text(name) + " (expected: unique among " + kind
                            + "s, but it stands at " + first.at() + " too)";
                    report.add(Kinds.DUPLICATE, entity.at(field), message, "rename one of them");
                }
            });
        }
        entity.text("id").ifPresent(id -> known.putIfAbsent(id, entity));
    }

    /** Gives an entity its name: the given one where it has one. */
    void call(String kind, Entity entity, Optional<String> given, String made) {
        Set<String> all = taken.computeIfAbsent(kind, k -> new HashSet<>());
        names.put(entity, given.filter(all::add).orElseGet(() -> unique(made, all)));
    }

    /** The name of an entity that was given one. */
    String of(Entity entity) {
        String name = names.get(entity);
        if (name == null) {
            throw new IllegalArgumentException(entity.schema().label() + " (expected: an entity with a name)");
        }
        return name;
    }

    /** The entity of a kind by name or id. */
    Optional<Entity> find(String kind, String key) {
        return Optional.ofNullable(index.getOrDefault(kind, Map.of()).get(key));
    }

    /** The names and ids of a kind. */
    Set<String> keys(String kind) {
        return index.getOrDefault(kind, Map.of()).keySet();
    }

    /** The name itself, or with {@code ~2}, {@code ~3} and so on where it is taken. */
    static String unique(String name, Set<String> taken) {
        String found = name;
        for (int i = 2; !taken.add(found); i++) {
            found = name + "~" + i;
        }
        return found;
    }
}
