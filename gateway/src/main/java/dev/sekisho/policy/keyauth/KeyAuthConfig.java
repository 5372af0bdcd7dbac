package dev.sekisho.policy.keyauth;

import dev.sekisho.model.Property;
import java.util.List;
import java.util.Optional;

/** Settings of the {@code key-auth} policy. */
public record KeyAuthConfig(
        @Property(
                value = "Request fields that may hold the key, looked at first and in this order. No place given at"
                        + " all: X-API-Key.",
                example = "[X-API-Key]")
        List<String> headers,

        @Property(value = "Query parameters that may hold the key, looked at behind the fields.", example = "[api_key]")
        List<String> query,

        @Property(value = "Cookies that may hold the key, looked at behind the query.", example = "[api_key]")
        List<String> cookies,

        @Property(
                value = "Scheme of the Authorization field that may hold the key, looked at last. None given: not"
                        + " looked at.",
                example = "ApiKey")
        Optional<String> scheme,

        @Property(
                value = "Whether the key is removed before the backend is asked, from every place named here.",
                defaultValue = "false")
        boolean hideCredentials,

        @Property(
                value = "Name of the consumer as whom requests without a key pass. None given: they are refused.",
                example = "guest")
        Optional<String> anonymous,

        @Property(
                value =
                        "Whether requests whose key is wrong pass as that consumer too, as in Kong, unless another policy knows the client.",
                defaultValue = "false")
        boolean anonymousOnWrong,

        @Property(
                value = "Whether OPTIONS needs a key too. Preflights of browsers bear none; where no policy cors"
                        + " answers them, false lets them through.",
                defaultValue = "true")
        boolean preflights,

        @Property(value = "Realm of the challenge in refusals.", defaultValue = "api", example = "shop")
        String realm,

        @Property("Where keys are looked for that the configuration does not have; left out, nowhere.")
        Optional<StoreConfig> store) {

    /** Takes copies. */
    public KeyAuthConfig {
        headers = List.copyOf(headers);
        query = List.copyOf(query);
        cookies = List.copyOf(cookies);
    }

    /** Settings by which a wrong key is refused. */
    public KeyAuthConfig(
            List<String> headers,
            List<String> query,
            List<String> cookies,
            Optional<String> scheme,
            boolean hideCredentials,
            Optional<String> anonymous,
            boolean preflights,
            String realm,
            Optional<StoreConfig> store) {
        this(headers, query, cookies, scheme, hideCredentials, anonymous, false, preflights, realm, store);
    }
}
