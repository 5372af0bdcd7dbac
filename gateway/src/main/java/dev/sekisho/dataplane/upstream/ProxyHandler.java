package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.upstream.traffic.Shares;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The backend of a proxied route: one upstream, or a weighted split between several. Thread-safe. */
public final class ProxyHandler implements Handler {

    /**
     * A share of the requests, and who gets it.
     *
     * @param subset which of the upstream's targets
     */
    public record Share(UpstreamService service, Subset subset) {}

    private final List<Share> shares;
    private final @Nullable Shares split;
    private final Rewriter rewriter;
    private final RouteRules rules;
    private final ProxyCalls calls;

    /** A backend over one share, or several between which {@code split} chooses. */
    public ProxyHandler(
            List<Share> shares, @Nullable Shares split, Rewriter rewriter, RouteRules rules, ProxyCalls calls) {
        this.shares = List.copyOf(shares);
        this.split = split;
        this.rewriter = rewriter;
        this.rules = rules;
        this.calls = calls;
    }

    @Override
    public void handle(Exchange x) {
        Reason refused = rewriter.apply(x);
        if (refused != Reason.NONE) {
            ChainRunner.fail(x, refused);
            return;
        }
        Shares choice = split;
        int number = choice == null ? 0 : choice.choose(x);
        if (number < 0) {
            ChainRunner.fail(x, Reason.NO_TARGET);
            return;
        }
        Share share = shares.get(number);
        calls.acquire(x.loop()).start(x, share.service(), share.subset(), rules, choice, number);
    }
}
