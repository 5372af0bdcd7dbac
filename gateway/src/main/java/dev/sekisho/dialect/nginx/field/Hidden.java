package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Action;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Edit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What upstreams say that clients do not get: {@code proxy_hide_header}, {@code proxy_pass_header}, and what nginx hides by itself.
 *
 * @param names names of fields
 * @param unchangeable removals of fields whose name cannot stand among those
 */
record Hidden(List<String> names, List<Edit> unchangeable) {

    private static final Hidden NOTHING = new Hidden(List.of(), List.of());

    /** nginx.org, proxy_pass_header and grpc_pass_header. */
    private static final List<String> USUAL = List.of(
            "Date",
            "Server",
            "X-Pad",
            "X-Accel-Expires",
            "X-Accel-Redirect",
            "X-Accel-Limit-Rate",
            "X-Accel-Buffering",
            "X-Accel-Charset");

    static Hidden of(Place place, Optional<Pass> pass) {
        return pass.map(each -> of(place, each)).orElse(NOTHING);
    }

    private static Hidden of(Place place, Pass pass) {
        String module = pass.isGrpc() ? "grpc_" : "proxy_";
        Map<String, String> names = new LinkedHashMap<>();
        USUAL.stream()
                .filter(name -> !(pass.isGrpc() && name.equals("X-Pad")))
                .forEach(name -> names.put(Arguments.lower(name), name));
        place.settings().all(module + "pass_header").forEach(each -> names.remove(Arguments.lower(each.arg(0))));
        List<Edit> edits = new ArrayList<>();
        for (Directive each : place.settings().all(module + "hide_header")) {
            String name = each.arg(0);
            if (name.equalsIgnoreCase("X-Request-ID")) {
                edits.add(new Edit(name, "", Action.SET, List.of()));
            } else if (Arguments.isName(name) && !Arguments.isOfGateway(name)) {
                names.put(Arguments.lower(name), name);
            }
        }
        return new Hidden(List.copyOf(names.values()), List.copyOf(edits));
    }
}
