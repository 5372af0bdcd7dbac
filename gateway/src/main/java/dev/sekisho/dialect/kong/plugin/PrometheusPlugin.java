package dev.sekisho.dialect.kong.plugin;

/** {@code prometheus}: metrics, which the gateway always keeps. */
final class PrometheusPlugin implements Plugin {

    private static final Schema SCHEMA = Schema.of(
            kept("per_consumer", "consumers stand in the access log: a label for each would have no bound"),
            kept("status_code_metrics", "api_gateway_http_requests_total has the status of each"),
            Field.flag("ai_metrics", false)
                    .refused("there are no plugins for language models to be measured", "leave it out"),
            kept("latency_metrics", "api_gateway_http_request_duration_seconds and two more are always kept"),
            kept("bandwidth_metrics", "bytes stand in the access log"),
            kept("upstream_health_metrics", "api_gateway_upstream_healthy is always kept"),
            Field.flag("wasm_metrics", false).refused("no filters of WebAssembly run", "leave it out"));

    private static Field kept(String name, String why) {
        return Field.flag(name, false).idle(why);
    }

    @Override
    public String name() {
        return "prometheus";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "built in: `/metrics` of the admin interface, with names of its own";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        into.tell(
                PluginKinds.BUILT_IN,
                "metrics are always kept, at /metrics of the admin interface, under the gateway's own names; consumers"
                        + " and bytes stand in the access log",
                "kong_http_requests_total is api_gateway_http_requests_total, kong_request_latency_ms"
                        + " api_gateway_http_request_duration_seconds, kong_upstream_latency_ms"
                        + " api_gateway_upstream_response_time_seconds, kong_kong_latency_ms"
                        + " api_gateway_processing_time_seconds, kong_upstream_target_health"
                        + " api_gateway_upstream_healthy");
    }
}
