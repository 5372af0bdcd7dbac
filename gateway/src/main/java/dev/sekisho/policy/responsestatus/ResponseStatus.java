package dev.sekisho.policy.responsestatus;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code response-status}: another status in place of the one that the backend, or the gateway, has answered. */
public final class ResponseStatus implements PlainPolicyType<ResponseStatusConfig> {

    /** What has no body (RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5), or only a part of one (section 15.3.7). */
    private static final Set<Integer> REFUSED = Set.of(204, 205, 206, 304);

    @Override
    public String name() {
        return "response-status";
    }

    @Override
    public Class<ResponseStatusConfig> configType() {
        return ResponseStatusConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(ResponseStatusConfig config) {
        if (config.map().isEmpty()) {
            throw new IllegalArgumentException("map: empty (expected: at least one status, such as 404: 200)");
        }
        List<ResponseStatusPolicy.Change> changes = config.map().entrySet().stream()
                .map(entry -> {
                    String setting = "map." + entry.getKey() + ": ";
                    int to = entry.getValue();
                    if (to < 200 || to > 599 || REFUSED.contains(to)) {
                        throw new IllegalArgumentException(
                                setting + to + " (expected: 200 to 599, but not 204, 205, 206 and 304)");
                    }
                    if (entry.getKey().to() < 200) {
                        throw new IllegalArgumentException(
                                setting + to + " (expected: a status from 200 on; interim responses are not changed)");
                    }
                    return new ResponseStatusPolicy.Change(entry.getKey(), to);
                })
                .toList();
        return new ResponseStatusPolicy(changes);
    }

    @Override
    public String describe(ResponseStatusConfig config) {
        return config.map().entrySet().stream()
                .map(entry -> entry.getKey() + " becomes " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
