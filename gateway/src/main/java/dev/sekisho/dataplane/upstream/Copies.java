package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Response;
import dev.sekisho.dataplane.upstream.traffic.AnswerCapture;
import dev.sekisho.dataplane.upstream.traffic.CapturedAnswer;
import dev.sekisho.dataplane.upstream.traffic.LastAnswers;
import dev.sekisho.dataplane.upstream.traffic.ShadowPair;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is copied of a call on its way: the request for another upstream, the answer for comparison and for later. Most calls
 * have nothing copied. Used again with its call; not thread-safe.
 */
final class Copies {

    private final ProxyCalls calls;
    private @Nullable MirrorRule mirror;
    private @Nullable ShadowPair pair;
    private @Nullable LastAnswers last;
    private @Nullable String key;
    private @Nullable AnswerCapture capture;

    Copies(ProxyCalls calls) {
        this.calls = calls;
    }

    /** Begins; a request without a body is copied at once. */
    void begin(Exchange x, RouteRules rules, KeptBody body) {
        MirrorRule rule = rules.mirror();
        mirror = rule != null && MirrorCall.wants(rule, x) ? rule : null;
        FallbackRule fallback = rules.fallback();
        last = fallback == null ? null : fallback.last();
        key = last == null ? null : last.key(x);
        if (!x.request().hasBody()) {
            request(x, body);
        }
    }

    /** All of the request is at hand; one whose body is too large is not copied. */
    void request(Exchange x, KeptBody body) {
        MirrorRule rule = mirror;
        mirror = null;
        if (rule != null && (!x.request().hasBody() || body.isComplete())) {
            pair = MirrorCall.send(rule, x, body.bytes(), calls);
        }
    }

    /** The head of the answer is in. */
    void answer(Exchange x) {
        int cap = -1;
        if (pair != null) {
            cap = pair.maxBody();
        }
        if (last != null && key != null) {
            cap = Math.max(cap, last.maxBody());
        }
        if (cap >= 0) {
            capture = new AnswerCapture(x.response(), cap);
        }
    }

    /** A piece of the answer, which stays the caller's. */
    void piece(ByteBuf piece) {
        if (capture != null) {
            capture.piece(piece);
        }
    }

    /** The answer is whole. */
    void whole(Exchange x) {
        AnswerCapture taken = capture;
        if (taken == null) {
            return;
        }
        capture = null;
        Optional<CapturedAnswer> answer = taken.whole();
        if (answer.isPresent() && last != null && key != null && answer.get().fits(last.maxBody())) {
            last.keep(key, x, answer.get(), x.loop().now());
        }
        if (pair != null) {
            int cap = pair.maxBody();
            pair.answer(answer.filter(a -> a.fits(cap)));
        }
    }

    /** The last good answer to such a request, if one is kept. */
    Optional<Response> lastGood(Exchange x) {
        return last == null || key == null
                ? Optional.empty()
                : last.find(key, x, x.loop().now());
    }

    /** The call is over; an answer that is not whole by now never will be. */
    void over() {
        if (pair != null) {
            pair.answer(Optional.empty());
        }
        mirror = null;
        pair = null;
        last = null;
        key = null;
        capture = null;
    }
}
