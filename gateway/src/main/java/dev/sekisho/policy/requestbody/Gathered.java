package dev.sekisho.policy.requestbody;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.GatheredBody;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.policy.ChangedBody;
import dev.sekisho.policy.json.BodyCounts;
import java.util.Arrays;

/** A body that is in. Immutable, thread-safe. */
abstract class Gathered implements GatheredBody {

    private final BodyCounts counts;

    Gathered(BodyCounts counts) {
        this.counts = counts;
    }

    /** Waits for a body of at most that many bytes. */
    Outcome.Gather of(int maxBody) {
        return new Outcome.Gather(maxBody, this);
    }

    @Override
    public Outcome tooLong(Exchange x) {
        return refuse(
                BodyCounts.Outcome.TOO_LARGE,
                ErrorTemplate.answer(x, Reason.BODY_TOO_LARGE, Reason.BODY_TOO_LARGE.status()));
    }

    Outcome refuse(BodyCounts.Outcome why, Response answer) {
        counts.add(why);
        return new Outcome.Reply(answer);
    }

    Outcome replace(Exchange x, byte[] before, byte[] after) {
        boolean same = Arrays.equals(before, after);
        counts.add(same ? BodyCounts.Outcome.UNCHANGED : BodyCounts.Outcome.EDITED);
        if (!same) {
            ChangedBody.forget(x.request().headers());
            x.replaceBody(after);
        }
        return Outcome.CONTINUE;
    }
}
