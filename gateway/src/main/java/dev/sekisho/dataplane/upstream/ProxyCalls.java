package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.LoopContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Spare calls, each loop's own, so that a call allocates nothing. Thread-safe, since no loop touches another's. */
public final class ProxyCalls {

    private static final int SPARE = 256;

    private final List<ArrayDeque<ProxyCall>> spare = new ArrayList<>();

    /** No spare calls yet, for that many loops. */
    public ProxyCalls(int loops) {
        for (int i = 0; i < loops; i++) {
            spare.add(new ArrayDeque<>());
        }
    }

    /** What serves a request of the gateway's own with an upstream. */
    Handler to(UpstreamService upstream, RouteRules rules) {
        return x -> acquire(x.loop()).start(x, upstream, Subset.ALL, rules);
    }

    ProxyCall acquire(LoopContext loop) {
        ProxyCall call = spare.get(loop.index()).pollFirst();
        return call != null ? call : new ProxyCall(loop, this);
    }

    void release(ProxyCall call, LoopContext loop) {
        ArrayDeque<ProxyCall> calls = spare.get(loop.index());
        if (calls.size() < SPARE) {
            calls.addFirst(call);
        }
    }
}
