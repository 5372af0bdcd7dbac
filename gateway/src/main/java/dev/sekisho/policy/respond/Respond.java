package dev.sekisho.policy.respond;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Response;
import dev.sekisho.policy.BodyTemplate;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.MediaForm;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code respond}: an answer in place of the backend; the settings follow Kong's documentation of request-termination. */
public final class Respond implements PlainPolicyType<RespondConfig> {

    private static final String JSON = "application/json; charset=utf-8";

    @Override
    public String name() {
        return "respond";
    }

    @Override
    public Class<RespondConfig> configType() {
        return RespondConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.ANSWER;
    }

    @Override
    public Policy create(RespondConfig config) {
        Function<Exchange, Outcome> answer = answer(config);
        return new RespondPolicy(config.trigger().map(Trigger::of), answer);
    }

    @Override
    public String describe(RespondConfig config) {
        String what = config.echo() ? " with what has arrived of the request" : "";
        String when = config.trigger()
                .map(name -> " where a request has the field or query parameter " + FieldNames.printable(name))
                .orElse("");
        return "answers " + config.status() + what + " without asking the backend" + when;
    }

    private static Function<Exchange, Outcome> answer(RespondConfig config) {
        Response plain = Response.of(config.status());
        List<TemplatedAnswer.Field> fields = new ArrayList<>();
        for (Map.Entry<String, String> field : config.headers().entrySet()) {
            String setting = "headers." + field.getKey();
            HeaderName name = FieldNames.changeable("headers", field.getKey(), Head.RESPONSE);
            if (name.equals(HeaderName.CONTENT_TYPE)) {
                throw new IllegalArgumentException("headers: Content-Type (expected: the setting contentType)");
            }
            FieldValue value = FieldValue.parse(setting, field.getValue());
            if (value.fixed().isPresent()) {
                plain = plain.with(name, value.fixed().get());
            } else {
                fields.add(new TemplatedAnswer.Field(name, value));
            }
        }
        return whole(config, plain, fields);
    }

    private static Function<Exchange, Outcome> whole(
            RespondConfig config, Response plain, List<TemplatedAnswer.Field> fields) {
        String text = config.message()
                .map(message -> "{\"message\":\"" + ErrorTemplate.escape(message) + "\"}\n")
                .orElse(config.body().orElse(""));
        check(config, text);
        if (config.echo()) {
            return new TemplatedAnswer(plain, fields, JSON, Echo::of);
        }
        String type = config.message().isPresent() ? JSON : FieldValue.plain("contentType", config.contentType());
        String setting = config.message().isPresent() ? "message" : "body";
        BodyTemplate body =
                BodyTemplate.parse(setting, text, MediaForm.of(type).orElse(BodyTemplate.Form.TEXT), Set.of());
        if (!body.isFixed() && MediaForm.of(type).isEmpty()) {
            throw new IllegalArgumentException("contentType: " + type
                    + " (expected: text/plain, JSON, HTML or XML where the body has placeholders)");
        }
        if (!body.isFixed() || !fields.isEmpty()) {
            return new TemplatedAnswer(plain, fields, type, x -> body.render(x, Map.of()));
        }
        byte[] bytes = body.fixed();
        Outcome reply = new Outcome.Reply(bytes.length == 0 ? plain : plain.withBody(type, bytes));
        return x -> reply;
    }

    private static void check(RespondConfig config, String text) {
        long bodies = Stream.of(config.body().isPresent(), config.message().isPresent(), config.echo())
                .filter(given -> given)
                .count();
        if (bodies > 1) {
            throw new IllegalArgumentException("body, message, echo: " + bodies + " of them (expected: at most one)");
        }
        if ((config.status() == 204 || config.status() == 304) && (config.echo() || !text.isEmpty())) {
            throw new IllegalArgumentException("body: " + text.length() + " characters (expected: none, status "
                    + config.status() + " has no body, RFC 9110 section 6.4.1)");
        }
    }
}
