package dev.sekisho.policy.answerheaders;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.HeaderEdits;
import dev.sekisho.policy.HeaderValues;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.Map;

/**
 * {@code answer-headers}: fields of answers by whose answer it is, the backend's or the gateway's, such as the latencies that Kong tells
 * ({@code X-Kong-Upstream-Latency} of a service, {@code X-Kong-Response-Latency} of Kong itself; its documentation, headers of
 * {@code kong.conf}).
 */
public final class AnswerHeaders implements PlainPolicyType<AnswerHeadersConfig> {

    @Override
    public String name() {
        return "answer-headers";
    }

    @Override
    public Class<AnswerHeadersConfig> configType() {
        return AnswerHeadersConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(AnswerHeadersConfig config) {
        if (config.service().isEmpty() && config.gateway().isEmpty()) {
            throw new IllegalArgumentException("service: none, nor gateway (expected: changes of one of them)");
        }
        return new AnswerHeadersPolicy(edits("service", config.service()), edits("gateway", config.gateway()));
    }

    @Override
    public String describe(AnswerHeadersConfig config) {
        return edits("service", config.service()) + " in answers of the backend, " + edits("gateway", config.gateway())
                + " in those of the gateway";
    }

    private static HeaderEdits edits(String setting, AnswerEdits edits) {
        try {
            return new HeaderEdits(
                    Head.RESPONSE,
                    edits.remove(),
                    Map.of(),
                    new HeaderValues(Map.of(), edits.set(), Map.of(), Map.of(), edits.append()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + "." + e.getMessage(), e);
        }
    }
}
