package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.GatheredBody;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.policy.cache.rule.NginxConditions;
import dev.sekisho.policy.cache.store.Flight;
import io.netty.buffer.ByteBuf;
import java.time.Instant;

/**
 * A whole answer to a request for less than that, as nginx has them: the client's HEAD was asked by GET, its conditions are the
 * cache's to evaluate. The answer is kept, and the client gets what it asked for.
 *
 * @param policy the policy
 * @param nginx its rules
 * @param turn the request
 */
record Gathered(CachePolicy policy, NginxMode nginx, Turn turn) implements GatheredBody {

    /** Largest body that is waited for, bytes; of a longer one nothing is kept, and conditions do not count. */
    static final int MOST = 1 << 20;

    private static final byte[] NO_BODY = new byte[0];

    @Override
    public Outcome whole(Exchange x, ByteBuf body) {
        Intake intake = policy.lookup().intake();
        intake.begin(turn, x).ifPresent(fill -> {
            fill.piece(body);
            fill.whole();
        });
        turn.dropStale();
        ResponseHead response = x.response();
        Instant now = intake.clock().instant();
        if (response.status() != 200 || nginx.rules().refuses(response, now)) {
            return policy.told(x, turn.status);
        }
        return switch (NginxConditions.of(x.request().headers(), response.headers(), now)) {
            case NONE -> policy.told(x, turn.status);
            case FAILED -> {
                policy.told(x, turn.status);
                yield failed(x, turn.status);
            }
            case NOT_MODIFIED -> {
                x.replaceBody(NO_BODY);
                Shape.NotModified.ONLY.head(response);
                yield policy.told(x, turn.status);
            }
        };
    }

    /** 412 (RFC 9110 section 15.5.13). */
    static Outcome failed(Exchange x, CacheStatus status) {
        x.attach(status);
        return new Outcome.Reply(ErrorTemplate.answer(x, Reason.POLICY, 412));
    }

    @Override
    public Outcome tooLong(Exchange x) {
        turn.land(policy.store(), Flight.Result.UNCACHEABLE);
        turn.dropStale();
        return policy.told(x, turn.status);
    }
}
