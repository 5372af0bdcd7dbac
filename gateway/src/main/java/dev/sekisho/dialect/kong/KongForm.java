package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.kong.plugin.SettingsMaker;
import dev.sekisho.model.Audience;
import dev.sekisho.model.ErrorPage;
import dev.sekisho.model.Origin;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.answerheaders.AnswerHeadersConfig;
import dev.sekisho.policy.errorpages.ErrorPagesConfig;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Kong's form of answers and of requests to services, as of Kong 3.9 (its documentation, {@code headers} of kong.conf and "Proxying
 * reference"): error bodies, latencies, {@code Via}, {@code Server}, {@code X-Kong-Request-Id}, {@code X-Forwarded-Path} and
 * {@code X-Forwarded-Prefix}. All of it is policies of routes, so that a native file can say the same. Where the form is off nothing is
 * added. Belongs to one compilation.
 */
final class KongForm {

    /** The release whose form this is. */
    static final String PRODUCT = "kong/3.9.1";

    private static final String VIA = "1.1 " + PRODUCT;
    private static final String REQUEST_ID = "{requestId}";
    private static final int UPGRADE_REQUIRED = 426;
    private static final Set<String> AUTHENTICATION = Set.of("key-auth", "basic", "hmac", "jwt");

    private static final Record ANSWERS = SettingsMaker.make(
            AnswerHeadersConfig.class,
            Map.of(
                    "service",
                    Map.of(
                            "set",
                            ordered(
                                    "X-Kong-Upstream-Latency", "{upstreamMillis}",
                                    "X-Kong-Proxy-Latency", "{gatewayMillis}",
                                    "X-Kong-Request-Id", REQUEST_ID),
                            "append",
                            Map.of("Via", VIA)),
                    "gateway",
                    Map.of(
                            "set",
                            ordered(
                                    "X-Kong-Response-Latency", "{durationMillis}",
                                    "Server", PRODUCT,
                                    "X-Kong-Request-Id", REQUEST_ID))));

    private final boolean on;
    private final RoutePolicies policies;

    KongForm(boolean on, RoutePolicies policies) {
        this.on = on;
        this.policies = policies;
    }

    /** Whether answers have Kong's form. */
    boolean isOn() {
        return on;
    }

    /** The groups with a group for each plain path, since a service is told which of them was taken off. */
    List<Paths.Group> apart(List<Paths.Group> groups) {
        if (!on) {
            return groups;
        }
        List<Paths.Group> apart = new ArrayList<>();
        for (Paths.Group group : groups) {
            if (group.regex() || group.patterns().size() < 2) {
                apart.add(group);
            } else {
                group.patterns()
                        .forEach(pattern -> apart.add(new Paths.Group(false, group.length(), List.of(pattern))));
            }
        }
        return apart;
    }

    /**
     * The policies of a route with those that give it the form.
     *
     * @param uses those of its plugins
     * @param stripped the paths that are taken off
     */
    List<PolicyUse> added(List<PolicyUse> uses, List<PathPattern> stripped, Origin origin) {
        if (!on) {
            return uses;
        }
        List<PolicySpec> specs = policies.specs(uses);
        List<PolicyUse> all = new ArrayList<>(uses);
        all.add(answers(origin));
        all.add(policies.added("kong-errors", "error-pages", errors(specs), Audience.ALL, origin));
        RequestHeadersConfig told = told(stripped, specs);
        for (Audience audience : audiences("request-headers", specs)) {
            all.add(policies.added("kong-request", "request-headers", told, audience, origin));
        }
        return List.copyOf(all);
    }

    /** The policy that adds Kong's fields to answers. */
    PolicyUse answers(Origin origin) {
        return policies.added("kong-answer", "answer-headers", ANSWERS, Audience.ALL, origin);
    }

    /** Answers of what stands before the policy of errors. */
    Map<Integer, ErrorPage> errors() {
        return on
                ? Map.of(
                        UPGRADE_REQUIRED,
                        new ErrorPage(
                                Optional.empty(),
                                Map.of(),
                                "application/json; charset=utf-8",
                                json("Please use HTTPS protocol")))
                : Map.of();
    }

    /** Kong's error body with a message. */
    static String json(String message) {
        return "{\n  \"message\":\"" + message + "\",\n  \"request_id\":\"{requestId}\"\n}";
    }

    /** Everybody, behind those who have policies of a type for themselves, which take the place of everybody's. */
    private static Set<Audience> audiences(String type, List<PolicySpec> specs) {
        Set<Audience> audiences = new LinkedHashSet<>();
        specs.stream().filter(spec -> spec.type().equals(type)).forEach(spec -> audiences.add(spec.audience()));
        audiences.remove(Audience.ALL);
        audiences.add(Audience.ALL);
        return audiences;
    }

    private static RequestHeadersConfig told(List<PathPattern> stripped, List<PolicySpec> specs) {
        Map<String, String> set = new LinkedHashMap<>();
        set.put("X-Forwarded-Path", "{path}");
        if (stripped.size() == 1 && stripped.getFirst() instanceof PathPattern.Start(String text)) {
            set.put("X-Forwarded-Prefix", text.replace("{", "{{"));
        }
        set.put("X-Kong-Request-Id", REQUEST_ID);
        if (specs.stream().anyMatch(spec -> AUTHENTICATION.contains(spec.type()))
                && specs.stream().noneMatch(KongForm::isOptional)) {
            set.put("X-Credential-Identifier", "{credential}");
        }
        return new RequestHeadersConfig(List.of(), Map.of(), Map.of(), set, Map.of(), Map.of(), Map.of("Via", VIA));
    }

    private static boolean isOptional(PolicySpec spec) {
        return KongMessages.anonymous(spec).isPresent();
    }

    private static Record errors(List<PolicySpec> specs) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("statuses", List.of(StatusPattern.parse("4xx"), StatusPattern.parse("5xx")));
        page.put("forms", List.of("json", "html", "xml", "text"));
        page.put("json", Optional.of(json("{message}")));
        page.put(
                "html",
                Optional.of("<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>Error</title></head>"
                        + "<body><h1>Error</h1><p>{message}.</p><p>request_id: {requestId}</p></body></html>\n"));
        page.put(
                "xml",
                Optional.of("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<error>\n  <message>{message}</message>\n"
                        + "  <requestid>{requestId}</requestid>\n</error>\n"));
        page.put("text", Optional.of("{message}\nrequest_id: {requestId}\n"));
        page.put("messages", KongMessages.of(specs));
        return SettingsMaker.make(ErrorPagesConfig.class, Map.of("pages", List.of(page)));
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
