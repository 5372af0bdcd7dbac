package dev.sekisho.policy.onstatus;

import dev.sekisho.model.Property;
import dev.sekisho.model.StatusPattern;
import java.util.List;

/** One rule: for which answers, and what comes in their place. */
public record OnStatusRule(
        @Property(
                value = "Statuses that it is for, from 300 on without 304: one, a class or a range each.",
                example = "[404, 5xx]")
        List<StatusPattern> statuses,

        @Property("What comes in place of the answer: exactly one of route, path, location.")
        Instead to,

        @Property(
                value =
                        "Status of the answer: keep (that of the error, as long as what comes in its place is no error of the gateway), own (that of what comes in its place), or a number.",
                defaultValue = "keep",
                example = "200")
        String status,

        @Property(
                value =
                        "Whether it is for answers of backends too, as with nginx's proxy_intercept_errors; otherwise for errors of the gateway only, refusals of policies among them.",
                defaultValue = "false")
        boolean upstream) {

    /** Takes a copy. */
    public OnStatusRule {
        statuses = List.copyOf(statuses);
    }
}
