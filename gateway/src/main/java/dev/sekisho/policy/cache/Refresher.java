package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.BackgroundRequest;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.policy.cache.store.Flight;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches anew while a client gets what is stored (RFC 5861 section 3), or while it gets a part. On one loop; not thread-safe.
 */
final class Refresher implements BackgroundRequest.Sink {

    private final Fetch fetch;
    private final Intake intake;
    private @Nullable Fill fill;

    private Refresher(Fetch fetch, Intake intake) {
        this.fetch = fetch;
        this.intake = intake;
    }

    /** Starts; the fetch is closed at its end. */
    static void start(Exchange x, Fetch fetch, Intake intake) {
        fetch.started = intake.store().invalidations().start();
        fetch.askedAt = x.loop().now();
        fetch.url = KeyTemplate.url(x);
        BackgroundRequest.start(
                x,
                head -> {
                    new UpstreamFields(head.headers(), intake.settings().nginx() != null);
                    boolean checks = intake.settings().revalidates();
                    fetch.stale()
                            .filter(entry -> checks && entry.meta().isCheckable())
                            .ifPresent(entry -> {
                                UpstreamFields.validate(head.headers(), entry.meta());
                                fetch.conditional = true;
                            });
                },
                new Refresher(fetch, intake));
    }

    @Override
    public boolean head(Exchange x) {
        if (x.reason() != Reason.NONE || intake.settings().isError(x.response().status())) {
            return false; // what is stored stays as it is
        }
        if (x.response().status() == 304 && fetch.conditional && fetch.stale().isPresent()) {
            intake.refresh(fetch, x).dropped();
            return false;
        }
        Optional<Fill> begun = intake.begin(fetch, x);
        fill = begun.orElse(null);
        return begun.isPresent();
    }

    @Override
    public boolean piece(ByteBuf piece) {
        Fill open = fill;
        return open != null && open.piece(piece);
    }

    @Override
    public void over(boolean whole) {
        Fill open = fill;
        fill = null;
        if (open != null) {
            if (whole) {
                open.whole();
            } else {
                open.cut(Flight.Result.FAILED);
            }
        }
        fetch.close(intake.store());
    }
}
