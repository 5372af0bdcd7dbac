package dev.sekisho.policy.responseheaders;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.HeaderEdits;
import dev.sekisho.policy.HeaderValues;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;

/**
 * {@code response-headers}: removes, renames, sets and adds fields of the response before the client sees it. Stands at
 * the edge, so that refusals by other policies and the gateway's own errors bear its fields too.
 */
public final class ResponseHeaders implements PlainPolicyType<ResponseHeadersConfig> {

    @Override
    public String name() {
        return "response-headers";
    }

    @Override
    public Class<ResponseHeadersConfig> configType() {
        return ResponseHeadersConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(ResponseHeadersConfig config) {
        return new ResponseHeadersPolicy(edits(config));
    }

    @Override
    public String describe(ResponseHeadersConfig config) {
        return edits(config) + " in the response";
    }

    private static HeaderEdits edits(ResponseHeadersConfig config) {
        return new HeaderEdits(
                Head.RESPONSE,
                config.remove(),
                config.rename(),
                new HeaderValues(config.replace(), config.set(), config.setIfAbsent(), config.add(), config.append()));
    }
}
