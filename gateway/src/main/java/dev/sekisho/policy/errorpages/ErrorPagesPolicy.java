package dev.sekisho.policy.errorpages;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.GrpcAnswer;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Replaces error answers by pages. Answers that a configuration makes on purpose, such as those of {@code respond}, are nobody's error
 * and stay, as do answers to gRPC, whose clients read their status elsewhere. What passes costs no allocation.
 *
 * @param gateway pages for errors of the gateway
 * @param upstream pages for answers of the backend
 */
record ErrorPagesPolicy(PageTable gateway, PageTable upstream) implements Policy {

    @Override
    public Outcome onResponse(Exchange x) {
        PageTable table = table(x.reason());
        Page page = table == null ? null : table.of(x.response().status());
        if (page == null
                || GrpcAnswer.isGrpc(x.request().headers())
                || GrpcAnswer.isGrpc(x.response().headers())) {
            return Outcome.CONTINUE;
        }
        return page.answer(x);
    }

    private @Nullable PageTable table(Reason reason) {
        if (reason == Reason.NONE) {
            return upstream;
        }
        return reason.side() == Reason.Side.NONE ? null : gateway;
    }
}
