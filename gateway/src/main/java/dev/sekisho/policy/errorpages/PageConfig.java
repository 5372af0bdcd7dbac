package dev.sekisho.policy.errorpages;

import dev.sekisho.model.Property;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One page: for which answers it stands, and what is answered. */
public record PageConfig(
        @Property(
                value = "Statuses that it stands for, from 300 on without 304: one, a class or a range each.",
                example = "[404, 410, 5xx]")
        List<StatusPattern> statuses,

        @Property(
                value =
                        "Whose answers: errors of the gateway itself, refusals of policies among them; those of the backend, as by nginx's proxy_intercept_errors; or both.",
                defaultValue = "gateway")
        Origin origin,

        @Property(
                value =
                        "Forms of the body that clients may choose of by Accept, the first where they accept none or do not say; with the texts below, or the gateway's own.",
                example = "[json, html]")
        List<PageForm> forms,

        @Property(
                value =
                        "Text in JSON, with placeholders: {status}, {reason} (phrase of the status), {error}, {message}, and those of response-headers.",
                example = "{\"code\": {status}, \"id\": \"{requestId}\"}")
        Optional<String> json,

        @Property(value = "Page in HTML, with the placeholders of json.", example = "<h1>{status} {reason}</h1>")
        Optional<String> html,

        @Property(
                value = "Problem details in JSON (RFC 9457), with the placeholders of json.",
                example = "{\"type\": \"about:blank\", \"title\": \"{reason}\", \"status\": {status}}")
        Optional<String> problem,

        @Property(
                value = "XML document, with the placeholders of json.",
                example = "<error><message>{message}</message></error>")
        Optional<String> xml,

        @Property(value = "Plain text, with the placeholders of json.", example = "{status} {reason}")
        Optional<String> text,

        @Property(
                value =
                        "What {message} says in place of the gateway's own words, by the code of the reason in the access log, or by status; with placeholders.",
                example = "{ route.none: nothing here, \"502\": try again }")
        Map<String, String> messages,

        @Property(
                value = "In place of a body: location that clients are sent to by 302, with {status} as placeholder.",
                example = "https://status.example.com/?code={status}")
        Optional<String> redirect,

        @Property(
                value =
                        "In place of a body: name of the upstream that is asked for one by GET. Where it gives none, the gateway's own page in the first of forms is sent.",
                example = "pages")
        Optional<String> upstream,

        @Property(
                value = "Path that the upstream is asked for, with {status} as placeholder.",
                defaultValue = "/errors/{status}",
                example = "/{status}.html")
        String path,

        @Property(
                value = "Status of the answer. None given: that of the error, and 302 with redirect.",
                min = "200",
                max = "599",
                example = "200")
        Optional<Integer> answer,

        @Property(
                value = "Fields of the answer, name to value, with placeholders as in response-headers.",
                example = "{ Cache-Control: no-store }")
        Map<String, String> headers,

        @Property(
                value =
                        "Fields of the error that are left out, beside those that describe its body. All others stay, Retry-After and WWW-Authenticate among them.",
                example = "[Set-Cookie]")
        List<String> drop,

        @Property(
                value = "Longest page of the upstream; in place of a longer one the gateway's own is sent.",
                defaultValue = "64KiB",
                min = "1B",
                max = "1MiB")
        Size maxBody,

        @Property(
                value = "Longest time for the upstream's page, retries included.",
                defaultValue = "2s",
                min = "1ms",
                max = "1m")
        Duration timeout) {

    /** Takes copies, in the order of the document. */
    public PageConfig {
        statuses = List.copyOf(statuses);
        forms = List.copyOf(forms);
        messages = Collections.unmodifiableMap(new LinkedHashMap<>(messages));
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        drop = List.copyOf(drop);
    }

    /** Whose answers a page stands for. */
    public enum Origin {
        /** Errors of the gateway itself. */
        GATEWAY,
        /** Answers of the backend. */
        UPSTREAM,
        /** Both. */
        BOTH
    }
}
