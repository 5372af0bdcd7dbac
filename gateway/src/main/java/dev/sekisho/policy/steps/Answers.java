package dev.sekisho.policy.steps;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.Response;
import dev.sekisho.policy.BodyTemplate;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.MediaForm;
import dev.sekisho.policy.SafeText;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Makes the answers of {@code return}. */
final class Answers {

    private Answers() {}

    /**
     * The answer to each request.
     *
     * @throws IllegalArgumentException where the settings do not fit each other
     */
    static Function<Exchange, Outcome> of(String setting, Step.ReturnStep step) {
        if (step.location().isPresent()) {
            return redirect(setting, step);
        }
        int status = step.status().orElse(200);
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException(setting + "status: " + status + " (expected: 200 to 599)");
        }
        boolean bodiless = status == 204 || status == 304;
        if (step.body().isEmpty()) {
            Outcome empty = new Outcome.Reply(Response.of(status));
            return status >= 400 ? x -> new Outcome.Reply(ErrorTemplate.answer(x, Reason.STEPS, status)) : x -> empty;
        }
        if (bodiless && !step.body().get().isEmpty()) {
            throw new IllegalArgumentException(
                    setting + "body: one (expected: none, status " + status + " has no body, RFC 9110 section 6.4.1)");
        }
        Function<Exchange, Outcome> usual =
                body(setting, step.contentType(), status, step.body().get());
        Map<String, Function<Exchange, Outcome>> byEnd = new HashMap<>();
        step.types().forEach((end, type) -> {
            if (isFixed(setting, step) || MediaForm.of(type).isPresent()) {
                byEnd.put(
                        end.toLowerCase(Locale.ROOT),
                        body(setting, type, status, step.body().get()));
            }
        });
        return byEnd.isEmpty()
                ? usual
                : x -> byEnd.getOrDefault(end(x.request().pathText()), usual).apply(x);
    }

    private static boolean isFixed(String setting, Step.ReturnStep step) {
        return BodyTemplate.parse(setting + "body", step.body().orElse(""), BodyTemplate.Form.TEXT, Set.of())
                .isFixed();
    }

    /** What is behind the last dot of the last segment, in small letters; empty for nothing. */
    private static String end(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') + 1 ? path.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }

    private static Function<Exchange, Outcome> body(String setting, String media, int status, String text) {
        String type = FieldValue.plain(setting + "contentType", media);
        BodyTemplate body =
                BodyTemplate.parse(setting + "body", text, MediaForm.of(type).orElse(BodyTemplate.Form.TEXT), Set.of());
        if (body.isFixed()) {
            Response answer = status == 204 || status == 304
                    ? Response.of(status).with(HeaderName.CONTENT_TYPE, type)
                    : Response.of(status).withBody(type, body.fixed());
            Outcome reply = new Outcome.Reply(answer);
            return x -> reply;
        }
        if (MediaForm.of(type).isEmpty()) {
            throw new IllegalArgumentException(setting + "contentType: " + type
                    + " (expected: text/plain, JSON, HTML or XML where the body has placeholders)");
        }
        return x -> new Outcome.Reply(Response.of(status).withBody(type, body.render(x, Map.of())));
    }

    private static Function<Exchange, Outcome> redirect(String setting, Step.ReturnStep step) {
        int status = step.status().orElse(302);
        if (status < 300 || status > 308 || status == 304) {
            throw new IllegalArgumentException(
                    setting + "status: " + status + " (expected: a redirect, 300 to 308 without 304)");
        }
        if (step.body().isPresent()) {
            throw new IllegalArgumentException(setting + "body: beside location (expected: at most one of them)");
        }
        String text = FieldValue.plain(setting + "location", step.location().orElseThrow());
        if (text.isEmpty()) {
            throw new IllegalArgumentException(setting + "location: " + FieldNames.printable(text)
                    + " (expected: a location, such as /login or https://example.com/)");
        }
        FieldValue location = Instructions.template(setting + "location", text);
        return x -> redirect(status, location.location(x));
    }

    /** Of a request without a host, the path alone: a URL with an empty one leads nowhere (RFC 9110 section 4.2.1). */
    private static String withoutEmptyHost(String location) {
        int host = location.startsWith("http://") ? 7 : location.startsWith("https://") ? 8 : 0;
        boolean empty =
                host > 0 && host < location.length() && (location.charAt(host) == '/' || location.charAt(host) == ':');
        int path = empty ? location.indexOf('/', host) : -1;
        return path < 0 ? location : location.substring(path);
    }

    /** A redirect; a path of several slashes would lead to another host (RFC 3986 section 4.2), so it gets one. */
    static Outcome redirect(int status, String location) {
        int slashes = 0;
        while (slashes < location.length() && location.charAt(slashes) == '/') {
            slashes++;
        }
        String to = slashes > 1 ? location.substring(slashes - 1) : withoutEmptyHost(location);
        return new Outcome.Reply(Response.of(status)
                .with(HeaderName.LOCATION, SafeText.ofField(to))
                .because(Reason.REDIRECT));
    }
}
