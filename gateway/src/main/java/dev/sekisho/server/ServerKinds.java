package dev.sekisho.server;

import static dev.sekisho.dialect.DiagnosticKind.error;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import java.util.List;

/** What keeps files from being read, and a gateway from serving. */
public final class ServerKinds {

    /** All of them. */
    public static final List<DiagnosticKind> ALL = List.of(
            error(
                    "source.unreadable",
                    "a file that cannot be read",
                    "It is not there, or its permissions keep the gateway's user out.",
                    "Correct the path, or the permissions of file and folders."),
            error(
                    "source.encoding",
                    "a file that is not UTF-8",
                    "Configurations are read as UTF-8 whatever the locale, so that they mean the same everywhere.",
                    "Save the file as UTF-8."),
            error(
                    "source.dialect",
                    "files whose language is not recognised",
                    "The language is told by the keys at the top of a file; all files of a configuration are of one.",
                    "Name it with --dialect, and look for an empty file or one of another language among them."),
            error(
                    "gateway.build",
                    "something that cannot be built",
                    "The configuration is well formed, but a part of it cannot work, such as a certificate that does not go "
                            + "with its key. The message tells place and cause.",
                    "Mend what the message names."),
            error(
                    "gateway.listen",
                    "an address that cannot be had",
                    "Another program listens there, the address is none of this machine's, or the port is below 1024 and the "
                            + "gateway's user may not have it.",
                    "Stop the other program, choose another address, or allow the port (CAP_NET_BIND_SERVICE)."),
            new DiagnosticKind(
                    "gateway.start",
                    Severity.ERROR,
                    "a start that failed outside the configuration",
                    "Nothing is served; the process ends.",
                    "Something that the gateway needs beside its configuration could not be had, such as a folder.",
                    "Mend what the message names."));

    private ServerKinds() {}
}
