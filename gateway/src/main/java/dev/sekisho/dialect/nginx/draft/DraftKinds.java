package dev.sekisho.dialect.nginx.draft;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import java.util.List;

/** What any part of a configuration of nginx may come to when it is translated. */
public final class DraftKinds {

    /** Something has no counterpart here, and without it requests would be answered otherwise than they should. */
    public static final DiagnosticKind NOT_HONOURED = new DiagnosticKind(
            "nginx.not-honoured",
            Severity.ERROR,
            "a directive of nginx is not honoured",
            "Nothing is served, since requests would be answered otherwise than the configuration says.",
            "The gateway has nothing that does the same; the message says why.",
            "Remove the directive, or do what the message proposes.");

    /** Something is honoured, but not to the letter. */
    public static final DiagnosticKind DIFFERS = new DiagnosticKind(
            "nginx.differs",
            Severity.WARNING,
            "a directive of nginx is honoured in another way",
            "The configuration is served; the message says what is not as with nginx.",
            "The gateway does the same by other means.",
            "Where the difference matters, write what the message proposes.");

    /** Something means nothing here, and requests are answered the same without it. */
    public static final DiagnosticKind NO_EFFECT = new DiagnosticKind(
            "nginx.no-effect",
            Severity.INFO,
            "a directive of nginx has no effect",
            "The configuration is served as if it were not there.",
            "It tells nginx how to work inside, or asks for something that is done here anyway or not at all.",
            "It may stay.");

    /** A file that the configuration names cannot be read. */
    public static final DiagnosticKind FILE = new DiagnosticKind(
            "nginx.file",
            Severity.ERROR,
            "a file that the configuration names cannot be read",
            "Nothing is served.",
            "The file is needed to translate the configuration, and is not there or may not be read.",
            "Put the file in its place, or correct the name.");

    /** What is never as with nginx, whatever the configuration says. */
    public static final DiagnosticKind GENERAL = DiagnosticKind.info(
            "nginx.general",
            "some things are never as with nginx",
            "The configuration is served; the message lists what is the gateway's own way in every configuration.",
            "Where two servers could read one request in two ways, the gateway refuses it, and answers of its own have its own form.",
            "Nothing has to be done; compare the list with what clients and services rely on.");

    /** All of them. */
    public static final List<DiagnosticKind> ALL = List.of(NOT_HONOURED, DIFFERS, NO_EFFECT, FILE, GENERAL);

    private DraftKinds() {}
}
