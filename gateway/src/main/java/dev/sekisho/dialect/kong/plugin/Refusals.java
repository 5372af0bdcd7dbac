package dev.sekisho.dialect.kong.plugin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The plugins of the bundle that have no counterpart, each with the reason. */
final class Refusals {

    /**
     * Why a plugin is refused.
     *
     * @param why what is missing
     * @param fix what to do in its place
     */
    record Refusal(String why, String fix) {}

    private static final String LUA = "code in Lua is not run";
    private static final String MODELS = "requests are not translated to the interfaces of language models";
    private static final String MODELS_FIX = "have the service ask the model, behind a route without the plugin";
    private static final String CLOUD_FIX = "give the function a URL of its own, and a service with that URL";

    private static final Map<String, Refusal> ALL = new LinkedHashMap<>();

    static {
        refuse(
                "acme",
                "certificates are not ordered from an authority",
                "have certbot or lego renew files, which are read anew when they change");
        for (String name : new String[] {
            "ai-prompt-decorator",
            "ai-prompt-guard",
            "ai-prompt-template",
            "ai-proxy",
            "ai-request-transformer",
            "ai-response-transformer"
        }) {
            refuse(name, MODELS, MODELS_FIX);
        }
        refuse("aws-lambda", "functions of AWS Lambda are not called by its signed interface", CLOUD_FIX);
        refuse("azure-functions", "functions of Azure are not called with its keys", CLOUD_FIX);
        refuse(
                "datadog",
                "metrics are not sent as datagrams of StatsD",
                "have the agent of Datadog read /metrics of the admin interface");
        refuse(
                "grpc-gateway",
                "JSON is not translated to gRPC by files of protocol buffers",
                "have the service speak JSON, or clients gRPC");
        refuse("grpc-web", "gRPC-Web is not translated to gRPC", "have the service speak gRPC-Web itself");
        refuse(
                "ldap-auth",
                "passwords are not checked by an LDAP server",
                "put an authoriser that asks LDAP behind the policy forward-auth");
        refuse(
                "oauth2",
                "tokens are not issued",
                "use an authorisation server, and the policies jwt or introspection for its tokens");
        refuse("opentelemetry", "spans are not exported", "read the access log; traceparent is passed on");
        refuse("post-function", LUA, "write what it does as policies");
        refuse("pre-function", LUA, "write what it does as policies");
        refuse(
                "session",
                "sessions are not kept in cookies",
                "keep sessions in the authorisation server, and send its tokens");
        refuse("standard-webhooks", "signatures over bodies are not verified", "verify them in the service");
        refuse(
                "statsd",
                "metrics are not sent as datagrams of StatsD",
                "have an exporter read /metrics of the admin interface");
        refuse("zipkin", "spans are not exported", "read the access log; fields of B3 are passed on");
    }

    private Refusals() {}

    private static void refuse(String name, String why, String fix) {
        ALL.put(name, new Refusal(why, fix));
    }

    /** Why the plugin is refused; nothing where it is not. */
    static Optional<Refusal> of(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** All of them by name. */
    static Map<String, Refusal> all() {
        return Map.copyOf(ALL);
    }
}
