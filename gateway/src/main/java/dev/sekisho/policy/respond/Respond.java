package dev.sekisho.policy.respond;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Response;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.Map;

/** {@code respond}: a fixed answer in place of the backend. */
public final class Respond implements PlainPolicyType<RespondConfig> {

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
        return new RespondPolicy(new Outcome.Reply(response(config)));
    }

    @Override
    public String describe(RespondConfig config) {
        return "answers " + config.status() + " without asking the backend";
    }

    private static Response response(RespondConfig config) {
        Response response = Response.of(config.status());
        for (Map.Entry<String, String> field : config.headers().entrySet()) {
            HeaderName name = FieldNames.changeable("headers", field.getKey(), Head.RESPONSE);
            if (name.equals(HeaderName.CONTENT_TYPE)) {
                throw new IllegalArgumentException("headers: Content-Type (expected: the setting contentType)");
            }
            response = response.with(name, FieldValue.plain("headers." + field.getKey(), field.getValue()));
        }
        String body = config.body().orElse("");
        if (body.isEmpty()) {
            return response;
        }
        if (config.status() == 204 || config.status() == 304) {
            throw new IllegalArgumentException("body: " + body.length() + " characters (expected: none, status "
                    + config.status() + " has no body, RFC 9110 section 6.4.1)");
        }
        return response.withBody(FieldValue.plain("contentType", config.contentType()), body);
    }
}
