package dev.sekisho.snapshot;

import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.dataplane.upstream.Endpoint;
import dev.sekisho.dataplane.upstream.Member;
import dev.sekisho.dataplane.upstream.Members;
import dev.sekisho.dataplane.upstream.TargetState;
import dev.sekisho.dataplane.upstream.UpstreamService;
import dev.sekisho.dataplane.upstream.health.HealthEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The targets' state, kept from snapshot to snapshot by identity, so that a reload neither closes a connection nor forgets
 * who is healthy. Thread-safe.
 */
public final class TargetRegistry {

    private final Loops loops;
    private final HealthEvents events;
    private final Map<TargetState.Identity, TargetState> states = new HashMap<>();

    /** No targets yet. */
    public TargetRegistry(Loops loops, HealthEvents events) {
        this.loops = loops;
        this.events = events;
    }

    /**
     * Gives a service the endpoints that discovery has found; states are made where they are new.
     *
     * @param unresolved whether the name of some target has never been resolved
     * @param serves whether the service serves already, so that no other one needs what it no longer has
     */
    public synchronized void found(
            UpstreamService service, List<Endpoint> endpoints, boolean unresolved, boolean serves) {
        List<Member> members = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            TargetState.Identity identity = new TargetState.Identity(
                    service.name(),
                    endpoint.target(),
                    endpoint.where(),
                    service.config().protocol(),
                    service.config().tls(),
                    service.config().proxyProtocol());
            TargetState state = states.computeIfAbsent(
                    identity,
                    id -> new TargetState(
                            id, loops.transport(), loops.contexts().size(), events));
            members.add(new Member(state, endpoint));
        }
        Members next = new Members(members, unresolved);
        if (!next.equals(service.members())) {
            List<TargetState> before = service.targets();
            service.members(next);
            if (serves) {
                letGo(before, service.targets());
            }
        }
    }

    private void letGo(List<TargetState> before, List<TargetState> now) {
        for (TargetState state : before) {
            if (!now.contains(state) && states.remove(state.identity(), state)) {
                state.retire(loops.contexts());
            }
        }
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
