package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.upstream.balancer.SmoothRoundRobin;
import java.util.ArrayList;
import java.util.List;

/** The backend of a proxied route: one upstream, or a weighted split between several. Thread-safe. */
public final class ProxyHandler implements Handler {

    private final List<UpstreamService> services;
    private final List<SmoothRoundRobin> turns = new ArrayList<>();
    private final Rewriter rewriter;
    private final ProxyCalls calls;

    /** A backend over services with a weight each. */
    public ProxyHandler(List<UpstreamService> services, int[] weights, Rewriter rewriter, ProxyCalls calls, int loops) {
        this.services = List.copyOf(services);
        this.rewriter = rewriter;
        this.calls = calls;
        for (int i = 0; i < loops; i++) {
            turns.add(new SmoothRoundRobin(weights));
        }
    }

    @Override
    public void handle(Exchange x) {
        Reason refused = rewriter.apply(x);
        if (refused != Reason.NONE) {
            ChainRunner.fail(x, refused);
            return;
        }
        int share = services.size() == 1 ? 0 : turns.get(x.loop().index()).next(0);
        if (share < 0) {
            ChainRunner.fail(x, Reason.NO_TARGET);
            return;
        }
        calls.acquire(x.loop()).start(x, services.get(share));
    }
}
