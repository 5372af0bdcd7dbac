package dev.sekisho.dialect.nginx.doctor;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import java.util.List;

/** The kinds of diagnostics about configurations of nginx. */
public final class NginxKinds {

    /** nginx itself would not start. */
    public static final DiagnosticKind REFUSED = new DiagnosticKind(
            "nginx.refused",
            Severity.ERROR,
            "nginx refuses the configuration",
            "Nothing is served.",
            "nginx checks each directive when it reads it and ends at the first error; the message is its own.",
            "Mend the directive; nginx.org/en/docs/dirindex.html tells what it takes and where it may stand.");

    /** nginx would start and warn. */
    public static final DiagnosticKind WARNED = new DiagnosticKind(
            "nginx.warning",
            Severity.WARNING,
            "nginx warns of the configuration",
            "nginx starts and goes on with what it can use.",
            "The message is nginx's own.",
            "Mend or remove the directive.");

    /** A variable of nginx's own is defined anew. */
    public static final DiagnosticKind FIXED_VARIABLE = new DiagnosticKind(
            "nginx.variable-fixed",
            Severity.ERROR,
            "a variable of nginx's own is defined again",
            "Nothing is served: nginx does not start.",
            "set, map, geo and the like may define new variables and change a few built-in ones such as $args; the others "
                    + "stay as they are ('the duplicate \"…\" variable').",
            "Give the variable a name of its own, and use that name wherever its value is meant.");

    /** A regular expression takes the requests of prefix locations and does not answer them. */
    public static final DiagnosticKind SHADOWING_REGEX = new DiagnosticKind(
            "nginx.location-shadows",
            Severity.WARNING,
            "a location with an expression takes the requests of prefix locations",
            "Requests that fit the expression, and not the condition in it, are answered from files, mostly by 404; the "
                    + "prefix locations never see them.",
            "nginx asks expressions after prefixes, and the first that fits wins unless the prefix says ^~; a location "
                    + "without proxy_pass, return or the like serves files. Nothing falls through to another location.",
            "Put the condition into the server or into each location, or mark the prefix locations with ^~.");

    /** An error page for a status that nothing gives. */
    public static final DiagnosticKind ERROR_PAGE_UNUSED = new DiagnosticKind(
            "nginx.error-page-unused",
            Severity.WARNING,
            "error_page waits for 429, which limits do not answer",
            "Refused clients get nginx's own page for 503 in place of this one.",
            "limit_req and limit_conn answer 503 unless limit_req_status or limit_conn_status says otherwise.",
            "Write limit_req_status 429; (or limit_conn_status 429;) beside the limit.");

    /** A limit that counts nobody whose key is empty. */
    public static final DiagnosticKind EMPTY_KEY = new DiagnosticKind(
            "nginx.limit-empty-key",
            Severity.WARNING,
            "a limit's key may be empty",
            "Requests whose key is empty are not counted and not limited, however many they are.",
            "nginx skips limit_req and limit_conn where the key of the zone is empty "
                    + "(nginx.org/en/docs/http/ngx_http_limit_req_module.html).",
            "Count by something that every request has, such as $binary_remote_addr, or give the key a fallback by map.");

    /** A module that is not part of this program. */
    public static final DiagnosticKind MODULE = new DiagnosticKind(
            "nginx.module",
            Severity.WARNING,
            "a module of nginx cannot be loaded here",
            "What the module brings is not there; its directives are refused as unknown.",
            "Modules are programs for nginx's own process.",
            "Remove load_module, and what needs it.");

    /** Mail is not proxied. */
    public static final DiagnosticKind MAIL = new DiagnosticKind(
            "nginx.mail",
            Severity.WARNING,
            "mail is not proxied",
            "Nothing listens for IMAP, POP3 or SMTP.",
            "This is a gateway for HTTP, TCP and UDP; the block is checked and otherwise left aside.",
            "Leave mail to nginx, or pass it on unread by stream.");

    /** All of them. */
    public static final List<DiagnosticKind> ALL =
            List.of(REFUSED, WARNED, FIXED_VARIABLE, SHADOWING_REGEX, ERROR_PAGE_UNUSED, EMPTY_KEY, MODULE, MAIL);

    private NginxKinds() {}
}
