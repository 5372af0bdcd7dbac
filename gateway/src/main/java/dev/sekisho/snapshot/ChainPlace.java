package dev.sekisho.snapshot;

import dev.sekisho.dataplane.identity.Audiences;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.Audience;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One place in the chain of a route: a policy for everybody, as a rule, or the variants of one type, of which a request gets the first that is
 * meant for whoever sends it. Immutable, thread-safe.
 *
 * @param type the policy type
 * @param variants at least one, that for everybody last
 */
public record ChainPlace(String type, List<Variant> variants) {

    /**
     * What some clients get.
     *
     * @param audience who they are
     * @param spec the policy; empty where another place has theirs already
     */
    public record Variant(Audience audience, Optional<PolicySpec> spec) {}

    /** Whether it is the same for everybody. */
    public boolean isForEverybody() {
        return variants.size() == 1 && variants.getFirst().audience().isEverybody();
    }

    /** The policies, in the order of the variants. */
    public List<PolicySpec> specs() {
        return variants.stream().flatMap(variant -> variant.spec().stream()).toList();
    }

    /** The variant that a client gets; empty where none is meant for it. */
    public Optional<Variant> of(Principal client) {
        int place = audiences().of(client);
        return place < 0 ? Optional.empty() : Optional.of(variants.get(place));
    }

    /** Whether policies of that type find out who the client is. */
    public static boolean identifies(String type) {
        return Policies.find(type).orElseThrow().stage() == Stage.AUTHENTICATION;
    }

    Audiences audiences() {
        return new Audiences(variants.stream().map(Variant::audience).toList());
    }

    /**
     * The places of a route, in the order of {@link Policies}. Of one type, the route's own come before those on every route, and one for
     * everybody after all others; the route's own takes the place of one on every route for the same audience, and its own for
     * everybody that of all. Several of one type for the same audience all serve, each at a place of its own.
     */
    static List<ChainPlace> of(List<PolicySpec> own, List<PolicySpec> global) {
        List<PolicySpec> all = new ArrayList<>(own);
        for (PolicySpec spec : global) {
            if (own.stream().noneMatch(before -> replaces(before, spec))) {
                all.add(spec);
            }
        }
        all.sort(Comparator.comparingInt(spec -> Policies.position(spec.type())));
        List<ChainPlace> places = new ArrayList<>(all.size());
        int end;
        for (int start = 0; start < all.size(); start = end) {
            String type = all.get(start).type();
            end = start + 1;
            while (end < all.size() && all.get(end).type().equals(type)) {
                end++;
            }
            add(type, all.subList(start, end), places);
        }
        return List.copyOf(places);
    }

    private static boolean replaces(PolicySpec own, PolicySpec global) {
        return own.type().equals(global.type())
                && (own.audience().isEverybody() || own.audience().equals(global.audience()));
    }

    private static void add(String type, List<PolicySpec> specs, List<ChainPlace> places) {
        if (specs.size() == 1) {
            PolicySpec only = specs.getFirst();
            places.add(new ChainPlace(type, List.of(new Variant(only.audience(), Optional.of(only)))));
            return;
        }
        Map<Audience, List<PolicySpec>> variants = new LinkedHashMap<>();
        specs.forEach(spec -> variants.computeIfAbsent(spec.audience(), a -> new ArrayList<>())
                .add(spec));
        List<PolicySpec> rest = variants.remove(Audience.ALL);
        if (rest != null) {
            variants.put(Audience.ALL, rest);
        }
        int width = variants.values().stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < width; i++) {
            int place = i;
            List<Variant> here = new ArrayList<>();
            variants.forEach((audience, those) -> here.add(
                    new Variant(audience, place < those.size() ? Optional.of(those.get(place)) : Optional.empty())));
            places.add(new ChainPlace(type, List.copyOf(here)));
        }
    }
}
