package dev.sekisho.policy.introspection;

import dev.sekisho.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** What shows the endpoint who asks. Immutable, thread-safe; prints no secret. */
sealed interface ClientAuthentication permits ClientAuthentication.Fixed, ClientAssertion {

    /** Further fields of the request. */
    Map<String, String> headers();

    /** Further parameters of its body, each with {@code &} before it; may take as long as a signature takes. */
    String parameters();

    /**
     * What is the same each time.
     *
     * @param headers fields
     * @param parameters parameters
     */
    record Fixed(Map<String, String> headers, String parameters) implements ClientAuthentication {
        @Override
        public String toString() {
            return Secret.REDACTED;
        }
    }

    /**
     * That of the settings.
     *
     * @param audience for whom assertions are
     * @throws IllegalArgumentException where something is missing, or cannot be used
     */
    static ClientAuthentication of(IntrospectionConfig.Client client, String audience, InstantSource clock) {
        return switch (client.method()) {
            case CLIENT_SECRET_BASIC -> authorization("Basic " + pair(client));
            case CLIENT_SECRET_POST ->
                parameters(Form.further("client_id", id(client)) + Form.further("client_secret", secret(client)));
            case CLIENT_SECRET_JWT, PRIVATE_KEY_JWT -> ClientAssertion.of(client, id(client), audience, clock);
            case BEARER -> authorization("Bearer " + visible(needed(client, "token", client.token())));
            case NONE ->
                parameters(client.id().map(id -> Form.further("client_id", id)).orElse(""));
        };
    }

    private static ClientAuthentication authorization(String value) {
        return new Fixed(Map.of("Authorization", value), "");
    }

    private static ClientAuthentication parameters(String text) {
        return new Fixed(Map.of(), text);
    }

    /** RFC 6749 section 2.3.1: both are encoded before they are joined, so that a colon in the id separates nothing. */
    private static String pair(IntrospectionConfig.Client client) {
        String pair = Form.encode(id(client)) + ":" + Form.encode(secret(client));
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    private static String id(IntrospectionConfig.Client client) {
        return client.id().filter(id -> !id.isEmpty()).orElseThrow(() -> missing(client, "id"));
    }

    private static String secret(IntrospectionConfig.Client client) {
        return needed(client, "secret", client.secret());
    }

    /** The text of a secret that the method needs. */
    static String needed(IntrospectionConfig.Client client, String setting, Optional<Secret> secret) {
        return secret.map(Secret::reveal).filter(text -> !text.isEmpty()).orElseThrow(() -> missing(client, setting));
    }

    private static IllegalArgumentException missing(IntrospectionConfig.Client client, String setting) {
        return new IllegalArgumentException(
                "client." + setting + ": none (expected: one, for " + client.method() + ")");
    }

    private static String visible(String token) {
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("client.token: other characters (expected: visible ASCII)");
        }
        return token;
    }
}
