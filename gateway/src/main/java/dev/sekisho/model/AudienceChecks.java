package dev.sekisho.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether there is anybody whom a policy with an audience may be meant for: names of consumers and plans must be known, groups should. */
final class AudienceChecks {

    /** Nearest names are looked for this many times; each look costs a pass over all names. */
    private static final int MAX_SUGGESTIONS = 20;

    /** Policies that learn groups from somebody else. */
    private static final Set<String> TELL_GROUPS = Set.of("jwt", "introspection", "forward-auth");

    private final Model model;
    private final Set<String> broken;
    private final List<Problem> problems;
    private final Set<String> consumers;
    private final Set<String> plans;
    private int suggestions;

    private AudienceChecks(Model model, Set<String> broken, List<Problem> problems) {
        this.model = model;
        this.broken = broken;
        this.problems = problems;
        this.consumers = model.consumers().stream().map(Consumer::name).collect(Collectors.toCollection(TreeSet::new));
        this.plans = model.plans().stream().map(Plan::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Adds the problems of all audiences.
     *
     * @param broken names of parts that were left out
     */
    static void check(Model model, Set<String> broken, List<Problem> problems) {
        List<PolicySpec> some = PolicySpecs.all(model)
                .filter(spec -> !spec.audience().isEverybody())
                .toList();
        if (!some.isEmpty()) {
            AudienceChecks checks = new AudienceChecks(model, broken, problems);
            some.forEach(checks::names);
            if (broken.isEmpty() && !checks.groupsAreToldElsewhere()) {
                checks.groups(some);
            }
        }
    }

    private void names(PolicySpec spec) {
        spec.audience().consumers().forEach(name -> known("consumer", name, consumers, spec));
        spec.audience().plans().forEach(name -> known("plan", name, plans, spec));
    }

    private void known(String kind, String name, Set<String> names, PolicySpec spec) {
        if (!names.contains(name) && !broken.contains(name)) {
            String message = "for." + kind + "s: " + Tokens.quote(name) + " (expected: the name of a " + kind + ")";
            problems.add(new Problem(spec.origin(), "model.unknown-" + kind, message, fix(name, names), true));
        }
    }

    private boolean groupsAreToldElsewhere() {
        return ServingPolicies.of(model).stream()
                .anyMatch(spec -> TELL_GROUPS.contains(spec.type()) || CredentialUse.hasKeysElsewhere(spec));
    }

    private void groups(List<PolicySpec> some) {
        Set<String> groups = model.consumers().stream()
                .flatMap(consumer -> consumer.groups().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        for (PolicySpec spec : some) {
            Optional<String> nobodys = spec.audience().groups().stream()
                    .filter(name -> !groups.contains(name))
                    .findFirst();
            nobodys.ifPresent(name -> {
                String message = "for.groups: " + Tokens.quote(name) + " (expected: a group that a consumer is in)";
                problems.add(new Problem(spec.origin(), "model.unknown-group", message, fix(name, groups), false));
            });
        }
    }

    private String fix(String name, Set<String> names) {
        return suggestions++ < MAX_SUGGESTIONS ? Nearest.fix(name, names) : "";
    }
}
