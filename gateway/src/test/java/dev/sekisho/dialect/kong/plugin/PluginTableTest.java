package dev.sekisho.dialect.kong.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** docs/kong-plugins.md is as the schemas say. */
class PluginTableTest {

    @Test
    void table() throws Exception {
        Goldens.check(Goldens.project().resolve("docs/kong-plugins.md"), PluginTable.text());
    }

    /** The plugins that Kong's documentation of 3.9 lists for its open-source edition. */
    @Test
    void everyPluginOfTheBundleIsThere() {
        assertThat(Bundle.names())
                .containsExactly(
                        "acl",
                        "acme",
                        "ai-prompt-decorator",
                        "ai-prompt-guard",
                        "ai-prompt-template",
                        "ai-proxy",
                        "ai-request-transformer",
                        "ai-response-transformer",
                        "aws-lambda",
                        "azure-functions",
                        "basic-auth",
                        "bot-detection",
                        "correlation-id",
                        "cors",
                        "datadog",
                        "file-log",
                        "grpc-gateway",
                        "grpc-web",
                        "hmac-auth",
                        "http-log",
                        "ip-restriction",
                        "jwt",
                        "key-auth",
                        "ldap-auth",
                        "loggly",
                        "oauth2",
                        "opentelemetry",
                        "post-function",
                        "pre-function",
                        "prometheus",
                        "proxy-cache",
                        "rate-limiting",
                        "redirect",
                        "request-size-limiting",
                        "request-termination",
                        "request-transformer",
                        "response-ratelimiting",
                        "response-transformer",
                        "session",
                        "standard-webhooks",
                        "statsd",
                        "syslog",
                        "tcp-log",
                        "udp-log",
                        "zipkin");
    }
}
