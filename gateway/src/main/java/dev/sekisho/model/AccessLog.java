package dev.sekisho.model;

import java.util.Optional;

/**
 * The access log: one JSON object a line.
 *
 * @param enabled whether it is written at all
 */
public record AccessLog(
        boolean enabled,

        @Property(
                value = "File to append to, opened again on SIGHUP and POST /reopen; left out, standard output.",
                example = "/var/log/sekisho/access.log")
        Optional<String> file,

        @Property(
                value = "Memory for lines not yet written, per event loop; lines beyond it are dropped and counted.",
                defaultValue = "256KiB",
                min = "16KiB",
                max = "64MiB")
        Size buffer,

        @Property(
                value =
                        "Whether lines tell the subject of a known client: user name, sub of a token, name of a certificate.",
                defaultValue = "true")
        boolean subject) {

    /** No access log. */
    public static final AccessLog OFF = new AccessLog(false, Optional.empty(), new Size(256 << 10), true);

    /** Access log to standard output. */
    public static final AccessLog STDOUT = new AccessLog(true, Optional.empty(), new Size(256 << 10), true);
}
