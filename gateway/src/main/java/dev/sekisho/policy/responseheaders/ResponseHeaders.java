package dev.sekisho.policy.responseheaders;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.HeaderEdits;
import dev.sekisho.policy.HeaderValues;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code response-headers}: removes, renames, sets and adds fields of the response before the client sees it. Stands at
 * the edge, so that refusals by other policies and the gateway's own errors bear its fields too.
 */
public final class ResponseHeaders implements PolicyType<ResponseHeadersConfig> {

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
    public Policy create(ResponseHeadersConfig config, PolicyContext context) {
        return create(config, context.clock());
    }

    /** The same by a clock of the caller's. */
    Policy create(ResponseHeadersConfig config, InstantSource clock) {
        return new ResponseHeadersPolicy(
                edits(config),
                config.charset().map(CharsetName::of),
                config.expires().map(expires -> Freshness.of(expires, clock)),
                FieldEdit.all(config.edits()));
    }

    @Override
    public String describe(ResponseHeadersConfig config) {
        List<String> steps = new ArrayList<>();
        edits(config).describe(steps);
        config.charset().ifPresent(charset -> steps.add("names the charset"));
        config.expires().ifPresent(expires -> steps.add("says when it expires: " + expires.value()));
        config.edits()
                .forEach(edit -> steps.add(edit.action().name().toLowerCase(Locale.ROOT) + "s " + edit.name()
                        + statuses(edit.statuses())));
        return (steps.isEmpty() ? "changes nothing" : String.join(", ", steps)) + " in the response";
    }

    private static String statuses(List<StatusPattern> statuses) {
        return statuses.isEmpty()
                ? ""
                : statuses.stream().map(StatusPattern::toString).collect(Collectors.joining(", ", " for ", ""));
    }

    private static HeaderEdits edits(ResponseHeadersConfig config) {
        return new HeaderEdits(
                Head.RESPONSE,
                config.remove(),
                config.rename(),
                new HeaderValues(config.replace(), config.set(), config.setIfAbsent(), config.add(), config.append()));
    }
}
