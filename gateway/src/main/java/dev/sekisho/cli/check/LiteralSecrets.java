package dev.sekisho.cli.check;

import dev.sekisho.cli.text.Words;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Secret;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Secrets that stand in the documents: one finding for each document, unless its dialect has told of each. */
final class LiteralSecrets {

    private static final String TOLD = ".literal-secret";

    /** The first of a document, and how many there are. */
    private record Seen(Origin first, int count) {}

    private final Map<String, Seen> bySource = new LinkedHashMap<>();

    private LiteralSecrets() {}

    static void look(Model model, List<Diagnostic> compiled, Findings findings) {
        LiteralSecrets secrets = new LiteralSecrets();
        secrets.value(model, Origin.NONE);
        Set<String> told = compiled.stream()
                .filter(diagnostic -> diagnostic.code().endsWith(TOLD))
                .map(diagnostic -> diagnostic.at().source())
                .collect(Collectors.toSet());
        secrets.bySource.forEach((source, seen) -> {
            if (!told.contains(source)) {
                findings.add(
                        "secret.literal",
                        seen.first(),
                        Words.count(seen.count(), "secret") + " in the clear, the first of them here",
                        "keep the file as a secret itself");
            }
        });
    }

    private void value(Object value, Origin near) {
        switch (value) {
            case Secret secret -> {
                if (secret.reference().isEmpty() && !secret.reveal().isEmpty()) {
                    bySource.merge(
                            near.source(), new Seen(near, 1), (seen, _) -> new Seen(seen.first(), seen.count() + 1));
                }
            }
            case Optional<?> optional -> optional.ifPresent(part -> value(part, near));
            case Collection<?> parts -> parts.forEach(part -> value(part, near));
            case Map<?, ?> parts -> parts.values().forEach(part -> value(part, near));
            case Record whole when Modifier.isPublic(whole.getClass().getModifiers()) -> components(whole, near);
            default -> {}
        }
    }

    private void components(Record whole, Origin near) {
        Origin at = near;
        RecordComponent[] components = whole.getClass().getRecordComponents();
        for (RecordComponent component : components) {
            if (component.getType() == Origin.class) {
                at = (Origin) part(component, whole);
            }
        }
        for (RecordComponent component : components) {
            if (component.getType() != Origin.class) {
                value(part(component, whole), at);
            }
        }
    }

    private static Object part(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + ": not readable (expected: a public record)", e);
        }
    }
}
