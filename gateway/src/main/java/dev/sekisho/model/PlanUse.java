package dev.sekisho.model;

import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether some policy treats the consumers of each plan in their own way; a plan that none names changes nothing, which is a warning. */
final class PlanUse {

    private PlanUse() {}

    static void check(Model model, List<Problem> problems) {
        Set<String> named = new HashSet<>();
        boolean counted = false;
        for (PolicySpec spec : ServingPolicies.of(model)) {
            if (spec.type().equals("quota")) {
                model.plans().stream().filter(plan -> plan.quota().isPresent()).forEach(plan -> named.add(plan.name()));
            }
            if (setting(spec.config(), "plans") instanceof Map<?, ?> plans) {
                plans.keySet().forEach(name -> named.add(String.valueOf(name)));
            }
            String key = String.valueOf(setting(spec.config(), "key"));
            String template = String.valueOf(setting(spec.config(), "template"));
            counted |= key.equalsIgnoreCase("plan") || key.contains("{plan}") || template.contains("{plan}");
        }
        if (!counted) {
            model.plans().stream()
                    .filter(plan -> !named.contains(plan.name()))
                    .findFirst()
                    .ifPresent(plan -> problems.add(unused(plan)));
        }
    }

    private static Problem unused(Plan plan) {
        String message = "plans: no policy has limits for " + Tokens.quote(plan.name()) + " (expected: one that does)";
        return new Problem(
                plan.origin(), "model.unused", message, "name it under plans of rate-limit, or remove it", false);
    }

    private static Object setting(Record config, String name) {
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            if (component.getName().equals(name)) {
                try {
                    return component.getAccessor().invoke(config);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(component + ": not readable (expected: a public record)", e);
                }
            }
        }
        return "";
    }
}
