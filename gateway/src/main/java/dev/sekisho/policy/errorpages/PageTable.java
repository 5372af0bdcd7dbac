package dev.sekisho.policy.errorpages;

import dev.sekisho.model.StatusPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages by status; filled before it is used, then read by every loop. */
final class PageTable {

    private static final int NOT_MODIFIED = 304; // has no body and is no error
    private static final int STATUSES = 600;

    private final @Nullable Page[] pages = new @Nullable Page[STATUSES];

    /** Adds a page for those statuses that have none. */
    void add(List<StatusPattern> statuses, Page page) {
        for (int status = 300; status < STATUSES; status++) {
            int code = status;
            boolean wanted = status != NOT_MODIFIED && statuses.stream().anyMatch(pattern -> pattern.contains(code));
            if (wanted && pages[status] == null) {
                pages[status] = page;
            }
        }
    }

    /** The page for a status, or null. */
    @Nullable
    Page of(int status) {
        return status >= 0 && status < STATUSES ? pages[status] : null;
    }
}
