package dev.sekisho.dialect.nginx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.policy.anyof.AnyOfConfig;
import dev.sekisho.policy.ip.IpConfig;
import dev.sekisho.policy.sizelimit.SizeLimitConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {

    private static final Map<String, String> FILES = Map.of("users", "anna:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n");
    private static final String BASIC = "auth_basic shop; auth_basic_user_file users;";

    private static Guarded guarded(String location) {
        return Guarded.http(
                "upstream auth { server 127.0.0.1; } server { location / {\n" + location
                        + "\n} location = /ask { internal; proxy_pass http://auth; } }",
                FILES);
    }

    private static List<String> alternatives(RouteDraft route) {
        return Guarded.config(route, "any-of", AnyOfConfig.class).policies().stream()
                .map(use -> ((PolicyUse.Inline) use).spec().type())
                .toList();
    }

    @Test
    void allHaveToAgreeWhereNothingElseIsSaid() {
        RouteDraft route = guarded(BASIC + "allow 10.0.0.0/8; deny all; auth_request /ask;")
                .at("/");
        assertThat(Guarded.types(route)).containsExactly("ip", "basic", "forward-auth");
    }

    @Test
    void oneWillDoWhereThatIsSaid() {
        RouteDraft route =
                guarded("satisfy any; " + BASIC + "allow 10.0.0.0/8; deny all;").at("/");
        assertThat(Guarded.types(route)).containsExactly("any-of");
        assertThat(alternatives(route)).containsExactly("ip", "basic");
    }

    /** An address that no rule names is not let in by that, since nginx then asks the others. */
    @Test
    void whomNoRuleAllowsHasToShowSomethingElse() {
        RouteDraft route =
                guarded("satisfy any; " + BASIC + "allow 10.0.0.0/8;").at("/");
        AnyOfConfig config = Guarded.config(route, "any-of", AnyOfConfig.class);
        IpConfig ip = (IpConfig)
                ((PolicyUse.Inline) config.policies().getFirst()).spec().config();
        assertThat(ip.allow()).hasToString("[10.0.0.0/8]");
        assertThat(ip.deny()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"deny all;", "deny 10.0.0.1;", "''"})
    void whereNoAddressIsAllowedOneHasToShowSomethingElse(String rules) {
        assertThat(Guarded.types(guarded("satisfy any; " + BASIC + rules).at("/")))
                .containsExactly("basic");
    }

    @Test
    void anAddressAloneIsAskedAsEver() {
        assertThat(Guarded.types(guarded("satisfy any; allow 10.0.0.1;").at("/")))
                .isEmpty();
        assertThat(Guarded.types(guarded("satisfy any; deny 10.0.0.1;").at("/")))
                .containsExactly("ip");
    }

    @Test
    void whatIsAnsweredOtherwiseIsReported() {
        Guarded guarded = guarded("satisfy any; " + BASIC + "auth_request /ask;");
        assertThat(alternatives(guarded.at("/"))).containsExactly("basic", "forward-auth");
        assertThat(guarded.found()).contains("nginx.differs satisfy any answers 403 where");
    }

    @ParameterizedTest
    @CsvSource({
        "'', size-limit, 1MiB",
        "client_max_body_size 10m;, size-limit, 10MiB",
        "client_max_body_size 1g; deny 10.0.0.1;, early-size-limit, 1GiB"
    })
    void bodiesAreLimited(String directive, String type, String size) {
        assertThat(Guarded.config(guarded(directive).at("/"), type, SizeLimitConfig.class)
                        .request()
                        .orElseThrow())
                .hasToString(size);
    }

    @Test
    void aBodyMayBeOfAnySize() {
        assertThat(guarded("client_max_body_size 0;").at("/").policies()).isEmpty();
    }

    @Test
    void whatThereIsNothingOfIsReported() {
        Guarded guarded = guarded("limit_rate 10k; limit_rate_after 1m; auth_delay 1s; client_body_buffer_size 8k;"
                + " client_body_in_file_only clean; client_body_temp_path /tmp/x; client_body_in_single_buffer on;");
        guarded.at("/");
        assertThat(guarded.found().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("nginx.not-honoured limit_rate 10k is not honoured"),
                        line -> assertThat(line).startsWith("nginx.no-effect limit_rate_after 1m has no effect"),
                        line -> assertThat(line).startsWith("nginx.not-honoured auth_delay 1s is not honoured"),
                        line -> assertThat(line).startsWith("nginx.no-effect client_body_buffer_size 8k has"),
                        line -> assertThat(line).startsWith("nginx.no-effect client_body_temp_path /tmp/x has"),
                        line -> assertThat(line).startsWith("nginx.no-effect client_body_in_single_buffer on has"),
                        line -> assertThat(line).startsWith("nginx.not-honoured client_body_in_file_only clean"));
        Guarded none = guarded("limit_rate 0; auth_delay 0; client_body_in_file_only off;");
        none.at("/");
        assertThat(none.found()).isEmpty();
    }
}
