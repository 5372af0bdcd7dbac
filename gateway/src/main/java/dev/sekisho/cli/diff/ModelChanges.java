package dev.sekisho.cli.diff;

import dev.sekisho.model.Listener;
import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Route;
import dev.sekisho.model.StreamListener;
import dev.sekisho.model.Target;
import dev.sekisho.model.Upstream;
import dev.sekisho.snapshot.Snapshot;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What is written otherwise in another configuration: its parts by their names, and what of them has changed. For one thread. */
final class ModelChanges {

    private final Snapshot before;
    private final Snapshot after;
    private final List<String> lines = new ArrayList<>();

    private ModelChanges(Snapshot before, Snapshot after) {
        this.before = before;
        this.after = after;
    }

    /** A line for each change; empty where the models are equal. Values are not shown, since they may be secrets. */
    static List<String> between(Snapshot before, Snapshot after) {
        ModelChanges changes = new ModelChanges(before, after);
        Model old = before.model();
        Model now = after.model();
        changes.parts(
                "listener", old.listeners(), now.listeners(), Listener::name, Listener::origin, ModelChanges::settings);
        changes.parts(
                "upstream", old.upstreams(), now.upstreams(), Upstream::name, Upstream::origin, ModelChanges::upstream);
        changes.parts("route", old.routes(), now.routes(), Route::name, Route::origin, changes::route);
        changes.parts(
                "stream",
                old.streams(),
                now.streams(),
                StreamListener::name,
                StreamListener::origin,
                ModelChanges::settings);
        changes.count("consumers", old.consumers(), now.consumers());
        changes.count("plans", old.plans(), now.plans());
        changes.count("stores", old.stores(), now.stores());
        if (!old.telemetry().equals(now.telemetry())) {
            changes.lines.add("telemetry changed");
        }
        return List.copyOf(changes.lines);
    }

    private <T> void parts(
            String kind,
            List<T> old,
            List<T> now,
            Function<T, String> name,
            Function<T, Origin> origin,
            BiFunction<T, T, List<String>> details) {
        Map<String, T> left = new LinkedHashMap<>();
        old.forEach(part -> left.put(name.apply(part), part));
        for (T part : now) {
            T same = left.remove(name.apply(part));
            String title = kind + " " + name.apply(part);
            if (same == null) {
                lines.add(title + " added (" + origin.apply(part) + ")");
                continue;
            }
            List<String> differences = details.apply(same, part);
            if (!differences.isEmpty()) {
                lines.add(title + " changed (" + origin.apply(same) + " -> " + origin.apply(part) + ")");
                differences.forEach(line -> lines.add("  " + line));
            }
        }
        left.values()
                .forEach(part -> lines.add(kind + " " + name.apply(part) + " removed (" + origin.apply(part) + ")"));
    }

    private void count(String kind, List<?> old, List<?> now) {
        if (!old.equals(now)) {
            lines.add(kind + " changed: " + old.size() + " -> " + now.size());
        }
    }

    private List<String> route(Route old, Route now) {
        List<String> found = new ArrayList<>(settings(old, now));
        List<String> from = Guide.policies(old, before);
        List<String> to = Guide.policies(now, after);
        from.stream().filter(line -> !to.contains(line)).forEach(line -> found.add("- " + line));
        to.stream().filter(line -> !from.contains(line)).forEach(line -> found.add("+ " + line));
        if (!old.match().equals(now.match())) {
            found.add("match: " + components(old.match(), now.match()));
        }
        if (!old.to().equals(now.to())) {
            found.add("to: " + Guide.backend(old) + " -> " + Guide.backend(now));
        }
        return found;
    }

    private static List<String> upstream(Upstream old, Upstream now) {
        List<String> found = new ArrayList<>(settings(old, now));
        Map<String, Target> left = new LinkedHashMap<>();
        old.targets().forEach(target -> left.put(target.address().toString(), target));
        for (Target target : now.targets()) {
            Target same = left.remove(target.address().toString());
            if (same == null) {
                found.add("target " + target.address() + " added");
            } else if (!same.equals(target)) {
                found.add("target " + target.address() + " changed: " + components(same, target));
            }
        }
        left.keySet().forEach(address -> found.add("target " + address + " removed"));
        return found;
    }

    /** The settings that differ, in one line; none where no setting does. */
    private static List<String> settings(Record old, Record now) {
        String names = components(old, now);
        return names.isEmpty() ? List.of() : List.of("settings: " + names);
    }

    private static String components(Record old, Record now) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : old.getClass().getRecordComponents()) {
            if (!value(component, old).equals(value(component, now))) {
                names.add(component.getName());
            }
        }
        return String.join(", ", names);
    }

    private static Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + ": not readable (expected: a public record)", e);
        }
    }
}
