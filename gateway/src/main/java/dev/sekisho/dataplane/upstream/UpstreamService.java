package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.upstream.balancer.SmoothRoundRobin;
import dev.sekisho.model.Target;
import dev.sekisho.model.Upstream;
import java.util.ArrayList;
import java.util.List;

/**
 * An upstream as it serves: its targets and whose turn it is. Thread-safe; the turn is each loop's own.
 */
public final class UpstreamService {

    private final String name;
    private final UpstreamSettings settings;
    private final List<TargetState> targets;
    private final List<SmoothRoundRobin> turns = new ArrayList<>();

    /** An upstream over the states of its targets, in the order of its configuration. */
    public UpstreamService(Upstream upstream, List<TargetState> targets, int loops) {
        this.name = upstream.name();
        this.settings = UpstreamSettings.of(upstream, loops);
        this.targets = List.copyOf(targets);
        int[] weights = upstream.targets().stream().mapToInt(Target::weight).toArray();
        for (int i = 0; i < loops; i++) {
            turns.add(new SmoothRoundRobin(weights));
        }
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** The targets. */
    public List<TargetState> targets() {
        return targets;
    }

    UpstreamSettings settings() {
        return settings;
    }

    /** Number of the target whose turn it is, or -1; those whose bit is set have been tried. */
    int next(LoopContext loop, long tried) {
        return turns.get(loop.index()).next(tried);
    }
}
