package dev.sekisho.policy.onstatus;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.GrpcAnswer;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Sends exchanges whose answer is an error elsewhere. Answers that a configuration makes on purpose are nobody's error and stay, as do those
 * to gRPC, whose clients read their status elsewhere, and to upgrades and CONNECT. What passes costs no allocation.
 *
 * @param gateway rules for errors of the gateway
 * @param upstream rules for answers of the backend
 * @param recursive whether what has come in place of an error is looked at too
 */
record OnStatusPolicy(RuleTable gateway, RuleTable upstream, boolean recursive) implements Policy {

    @Override
    public Outcome onResponse(Exchange x) {
        RuleTable table = table(x.reason());
        Replacing rule = table == null ? null : table.of(x.response().status());
        if (rule == null || x.isReplacement() || (x.isErrorReplaced() && !recursive) || isKept(x)) {
            return Outcome.CONTINUE;
        }
        return rule.apply(x);
    }

    private @Nullable RuleTable table(Reason reason) {
        if (reason == Reason.NONE) {
            return upstream;
        }
        return reason.side() == Reason.Side.NONE || reason == Reason.ROUTE_CYCLE ? null : gateway;
    }

    private static boolean isKept(Exchange x) {
        RequestHead head = x.request();
        return head.isUpgrade()
                || head.isWebSocket()
                || head.method() == Method.CONNECT
                || GrpcAnswer.isGrpc(head.headers())
                || GrpcAnswer.isGrpc(x.response().headers());
    }
}
