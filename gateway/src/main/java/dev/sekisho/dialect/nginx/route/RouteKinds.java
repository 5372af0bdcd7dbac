package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import java.util.List;

/** What servers and locations may come to when they become routes. */
public final class RouteKinds {

    /** A location with nothing but a conditional return lets other requests through. */
    public static final DiagnosticKind FALLS_THROUGH = new DiagnosticKind(
            "nginx.repaired-location",
            Severity.WARNING,
            "a location with an expression lets through what its condition does not answer",
            "Requests that fit the expression and not its condition go to the prefix location that fits best, where nginx would "
                    + "look for a file and mostly answer 404.",
            "The location holds nothing but conditions that return, so its author must have meant the others to reach the "
                    + "locations behind it.",
            "Write the condition where it is meant; --strict serves the file as nginx does.");

    /** A variable of nginx's own that is set again keeps its value. */
    public static final DiagnosticKind FIXED_VARIABLE = new DiagnosticKind(
            "nginx.repaired-variable",
            Severity.WARNING,
            "setting a variable of nginx's own is left out",
            "The variable keeps the value that it has of itself. nginx would not start.",
            "$request_id and others cannot be set; the id of a request is taken from X-Request-ID where the client sends a "
                    + "sound one, and else made.",
            "Remove the set, or give the variable another name; --strict refuses the configuration as nginx does.");

    /** A directory is served that nobody named. */
    public static final DiagnosticKind NO_ROOT = new DiagnosticKind(
            "nginx.no-root",
            Severity.WARNING,
            "a location serves files, but no root is given",
            "Its requests are answered with files of the directory html in the prefix, and 404 where there is none.",
            "nginx serves the directory html of its installation, whose files are hardly meant, and are not there.",
            "Write root, or what else answers in the location.");

    /** All of them. */
    public static final List<DiagnosticKind> ALL = List.of(FALLS_THROUGH, FIXED_VARIABLE, NO_ROOT);

    private RouteKinds() {}
}
