package dev.sekisho.dataplane.identity;

import dev.sekisho.model.Audience;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Audiences in an order, of which the first that a client belongs to is found without asking each. Immutable, thread-safe; finding
 * allocates nothing.
 */
public final class Audiences {

    private static final int NONE = Integer.MAX_VALUE;

    private final int count;
    private final Map<String, Integer> consumers = new HashMap<>();
    private final Map<String, Integer> plans = new HashMap<>();
    private final List<Group> groups = new ArrayList<>(); // in the order of their audiences
    private final int everybody;

    /** A group and the first audience that names it. */
    private record Group(String name, int audience) {}

    /** Those of a list, in its order. */
    public Audiences(List<Audience> audiences) {
        count = audiences.size();
        int all = NONE;
        Map<String, Integer> named = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int place = i;
            Audience audience = audiences.get(i);
            audience.consumers().forEach(name -> consumers.putIfAbsent(name, place));
            audience.plans().forEach(name -> plans.putIfAbsent(name, place));
            for (String name : audience.groups()) {
                if (named.putIfAbsent(name, place) == null) {
                    groups.add(new Group(name, place));
                }
            }
            all = audience.isEverybody() ? Math.min(all, i) : all;
        }
        everybody = all;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** The place of the first audience that a client belongs to; -1 where it belongs to none. */
    public int of(Principal client) {
        int first = everybody;
        if (client.isKnown()) {
            if (client.consumer().isPresent()) {
                first = earlier(first, consumers.get(client.consumerName()));
                first = earlier(first, plans.get(client.plan()));
            }
            first = group(client, first);
        }
        return first == NONE ? -1 : first;
    }

    private int group(Principal client, int before) {
        for (int i = 0; i < groups.size(); i++) { // an iterator would be an allocation
            Group group = groups.get(i);
            if (group.audience() >= before) {
                return before;
            }
            if (client.groups().contains(group.name())) {
                return group.audience();
            }
        }
        return before;
    }

    private static int earlier(int place, @Nullable Integer other) {
        return other == null ? place : Math.min(place, other);
    }
}
