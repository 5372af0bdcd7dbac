package dev.sekisho.cli.nginx;

import java.io.IOException;

/** A place that lines of the error log go to. Used by one thread at a time. */
interface LogSink {

    /** Takes a line without its end; a failure is nobody's to know, as there is no other log. */
    void line(LogLevel level, String line);

    /**
     * Opens anew what is a file.
     *
     * @throws IOException where that fails; the old one stays in use
     */
    default void reopen() throws IOException {}

    /** Lets go. */
    default void close() {}
}
