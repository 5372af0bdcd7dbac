package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Action;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Charset;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Edit;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Expires;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields that clients get: {@code add_header}, {@code expires}, {@code charset}, and what upstreams say that is hidden. */
final class ResponseFields implements Aspect {

    /** The statuses that add_header without always is for (nginx.org, ngx_http_headers_module). */
    private static final List<StatusPattern> SAFE = List.of(
            new StatusPattern(200, 201),
            new StatusPattern(204, 204),
            new StatusPattern(206, 206),
            new StatusPattern(301, 304),
            new StatusPattern(307, 308));

    private final Findings findings;

    ResponseFields(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        Optional<Pass> pass = Pass.of(place.settings());
        List<Edit> edits = new ArrayList<>();
        place.settings().all("add_header").forEach(each -> add(place, each, edits));
        Hidden hidden = Hidden.of(place, pass);
        edits.addAll(0, hidden.unchangeable());
        ResponseHeadersConfig config = new ResponseHeadersConfig(
                hidden.names(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                pass.flatMap(each -> charset(place)),
                place.settings().one("expires").flatMap(each -> expires(place, each)),
                edits);
        if (!config.equals(nothing())) {
            route.policy("response-headers", config, place.at());
        }
    }

    private static ResponseHeadersConfig nothing() {
        return new ResponseHeadersConfig(List.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    }

    private void add(Place place, Directive directive, List<Edit> edits) {
        String name = directive.arg(0);
        if (!Arguments.isName(name)) {
            findings.notHonoured(directive, "names no field (RFC 9110 section 5.1)", "remove the directive");
        } else if (Arguments.isOfGateway(name)) {
            findings.differs(
                    directive,
                    "is not sent: the gateway frames bodies and speaks for its connections itself",
                    "remove it");
        } else {
            boolean always = directive.args().size() > 2;
            Arguments.field(place, directive, 1, findings)
                    .ifPresent(value -> edits.add(new Edit(name, value, action(name), always ? List.of() : SAFE)));
        }
    }

    /** nginx has one of these at most, and puts another in its place. */
    private static Action action(String name) {
        return switch (Arguments.lower(name)) {
            case "last-modified", "etag" -> Action.SET;
            default -> Action.ADD;
        };
    }

    private static Optional<Expires> expires(Place place, Directive directive) {
        boolean modified = directive.args().size() == 2;
        Word time = directive.args().getLast();
        String value =
                (modified ? "modified " : "") + Arguments.text(place, time).strip();
        return value.equals("off") ? Optional.empty() : Optional.of(new Expires(value, List.of()));
    }

    /** Of answers of upstreams; files and texts have theirs with their types. */
    private Optional<Charset> charset(Place place) {
        place.settings()
                .one("override_charset")
                .filter(each -> each.arg(0).equalsIgnoreCase("on"))
                .ifPresent(each -> findings.differs(
                        each, "has no effect: a charset that the upstream names stays", "remove the directive"));
        Optional<Directive> directive =
                place.settings().one("charset").filter(each -> !each.arg(0).equals("off"));
        place.settings()
                .one("source_charset")
                .filter(each -> directive.isPresent()
                        && !each.arg(0).equalsIgnoreCase(directive.get().arg(0)))
                .ifPresent(each -> findings.notHonoured(
                        each, "is not honoured: bodies are not converted", "have the upstream send that charset"));
        List<String> types =
                place.settings().all("charset_types").isEmpty() ? List.of() : Arguments.types(place, "charset_types");
        return directive.map(
                each -> new Charset(Arguments.text(place, each.args().getFirst()), types));
    }
}
