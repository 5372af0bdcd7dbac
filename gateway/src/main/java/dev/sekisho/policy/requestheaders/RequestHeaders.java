package dev.sekisho.policy.requestheaders;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.HeaderEdits;
import dev.sekisho.policy.HeaderValues;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;

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
        return new RequestHeadersPolicy(edits(config));
    }

    @Override
    public String describe(RequestHeadersConfig config) {
        return edits(config) + " in the request";
    }

    private static HeaderEdits edits(RequestHeadersConfig config) {
        return new HeaderEdits(
                Head.REQUEST,
                config.remove(),
                config.rename(),
                new HeaderValues(config.replace(), config.set(), config.setIfAbsent(), config.add(), config.append()));
    }
}
