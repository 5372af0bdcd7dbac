package dev.sekisho.policy.onstatus;

import dev.sekisho.model.StatusPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules by status; filled before it is used, then read by every loop. */
final class RuleTable {

    private static final int NOT_MODIFIED = 304; // has no body and is no error
    private static final int FIRST = 300;
    private static final int STATUSES = 600;

    private final @Nullable Replacing[] rules = new @Nullable Replacing[STATUSES];

    /** Adds a rule for those statuses that have none. */
    void add(List<StatusPattern> statuses, Replacing rule) {
        for (int status = FIRST; status < STATUSES; status++) {
            int code = status;
            boolean wanted = status != NOT_MODIFIED && statuses.stream().anyMatch(pattern -> pattern.contains(code));
            if (wanted && rules[status] == null) {
                rules[status] = rule;
            }
        }
    }

    /** The rule for a status, or null. */
    @Nullable
    Replacing of(int status) {
        return status >= 0 && status < STATUSES ? rules[status] : null;
    }
}
