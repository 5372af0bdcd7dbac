package dev.sekisho.policy.requestheaders;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.Assignments;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.HeaderEdits;
import dev.sekisho.policy.HeaderValues;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;

/** {@code request-headers}: removes, renames, sets and adds fields of the request before the backend sees it. */
public final class RequestHeaders implements PlainPolicyType<RequestHeadersConfig> {

    @Override
    public String name() {
        return "request-headers";
    }

    @Override
    public Class<RequestHeadersConfig> configType() {
        return RequestHeadersConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.TRANSFORMATION;
    }

    @Override
    public Policy create(RequestHeadersConfig config) {
        return new RequestHeadersPolicy(client(config), edits(config), assignments(config));
    }

    @Override
    public String describe(RequestHeadersConfig config) {
        List<String> steps = new ArrayList<>();
        client(config).describe(steps);
        edits(config).describe(steps);
        assignments(config).describe(steps);
        return (steps.isEmpty() ? "changes nothing" : String.join(", ", steps)) + " in the request";
    }

    private static ClientFields client(RequestHeadersConfig config) {
        return new ClientFields(config.clear(), config.names(), config.upgrade(), config.expect());
    }

    private static Assignments assignments(RequestHeadersConfig config) {
        return new Assignments("assign", config.assign(), Head.REQUEST);
    }

    private static HeaderEdits edits(RequestHeadersConfig config) {
        return new HeaderEdits(
                Head.REQUEST,
                config.remove(),
                config.rename(),
                new HeaderValues(config.replace(), config.set(), config.setIfAbsent(), config.add(), config.append()));
    }
}
