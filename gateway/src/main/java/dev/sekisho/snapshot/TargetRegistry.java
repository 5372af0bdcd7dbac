package dev.sekisho.snapshot;

import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.upstream.TargetState;
import dev.sekisho.model.Target;
import dev.sekisho.model.Upstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The targets' state, kept from snapshot to snapshot by identity, so that a reload neither closes a connection nor forgets
 * an address. Thread-safe.
 */
public final class TargetRegistry {

    private final Loops loops;
    private final Map<TargetState.Identity, TargetState> states = new HashMap<>();

    /** No targets yet. */
    public TargetRegistry(Loops loops) {
        this.loops = loops;
    }

    /** The states of an upstream's targets, made where they are new. */
    public synchronized List<TargetState> of(Upstream upstream) {
        List<TargetState> found = new ArrayList<>();
        for (Target target : upstream.targets()) {
            TargetState.Identity identity = new TargetState.Identity(upstream.name(), target.address());
            found.add(states.computeIfAbsent(
                    identity,
                    id -> new TargetState(
                            id, loops.transport(), loops.contexts().size())));
        }
        return found;
    }

    /** All targets that are known. */
    public synchronized List<TargetState> all() {
        return List.copyOf(states.values());
    }

    /** Lets go of the targets that none of these snapshots has. */
    public synchronized void retain(List<Snapshot> snapshots) {
        Set<TargetState> wanted = new HashSet<>();
        for (Snapshot snapshot : snapshots) {
            snapshot.upstreams().values().forEach(upstream -> wanted.addAll(upstream.targets()));
        }
        states.values().removeIf(state -> {
            boolean gone = !wanted.contains(state);
            if (gone) {
                state.retire(loops.contexts());
            }
            return gone;
        });
    }
}
