package dev.sekisho.admin;

import dev.sekisho.snapshot.Snapshot;
import java.io.IOException;

/** What the admin interface may ask of the gateway. Called on virtual threads, several at a time. */
public interface Control {

    /** Whether requests are served: false before the first configuration serves, and while draining. */
    boolean isReady();

    /** Reads the configuration again and serves it, if it is good and another one. Blocks until that is decided. */
    ReloadResult reload();

    /** What serves now. */
    Snapshot snapshot();

    /**
     * Opens log files anew.
     *
     * @throws IOException where one cannot be opened; the old one stays in use
     */
    void reopenLogs() throws IOException;
}
