package dev.sekisho.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Keycloak with the realm {@code shop}, in which the client {@code orders} and the user {@code alice} get tokens. They are for that
 * client ({@code aud}): of others Keycloak tells it that they are not active.
 */
final class Keycloak implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ADMIN = "root";
    private static final String ADMIN_PASSWORD = "root-password";
    private static final String CLIENT = "orders";
    static final String SECRET = "orders-secret";

    private static final String REALM = """
            { "realm": "shop", "enabled": true, "sslRequired": "none", "roles": { "realm": [ { "name": "admin" } ] },
              "clients": [ { "clientId": "orders", "secret": "%s", "serviceAccountsEnabled": true,
                             "standardFlowEnabled": false, "directAccessGrantsEnabled": true,
                             "protocolMappers": [ { "name": "audience", "protocol": "openid-connect",
                               "protocolMapper": "oidc-audience-mapper",
                               "config": { "included.client.audience": "orders", "access.token.claim": "true" } } ] } ],
              "users": [ { "username": "alice", "enabled": true, "email": "alice@shop.test", "emailVerified": true,
                           "firstName": "Alice", "lastName": "Shop", "realmRoles": [ "admin" ],
                           "credentials": [ { "type": "password", "value": "alice-password" } ] } ] }
            """.formatted(SECRET);

    private final Process process;
    private final String base;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Keycloak(Process process, String base) {
        this.process = process;
        this.base = base;
    }

    /**
     * Starts it and waits until it serves the realm.
     *
     * @param home where it is unpacked
     */
    static Keycloak start(Path home) throws IOException {
        Path imports = Files.createDirectories(home.resolve("data/import"));
        Files.writeString(imports.resolve("shop-realm.json"), REALM);
        int port = freePort();
        ProcessBuilder program = new ProcessBuilder(
                "/bin/sh",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--db=dev-mem",
                "--import-realm");
        program.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN,
                        "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD));
        Path output = home.resolve("output.log");
        Process process = program.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Keycloak started = new Keycloak(process, "http://127.0.0.1:" + port);
        TestGateway.await("Keycloak; it prints to " + output, PATIENCE, started::serves);
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean serves() {
        if (!process.isAlive()) {
            throw new AssertionError("Keycloak has ended");
        }
        try {
            return send(HttpRequest.newBuilder(URI.create(issuer()))).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false; // not yet
        }
    }

    /** Who signs its tokens. */
    String issuer() {
        return base + "/realms/shop";
    }

    /** Its endpoint of that name. */
    String endpoint(String name) {
        return issuer() + "/protocol/openid-connect/" + name;
    }

    /** A token of the client itself. */
    String clientToken() {
        return form(endpoint("token"), Map.of("grant_type", "client_credentials"))
                .path("access_token")
                .stringValue();
    }

    /** A token of the user. */
    String userToken() {
        return form(
                        endpoint("token"),
                        Map.of("grant_type", "password", "username", "alice", "password", "alice-password"))
                .path("access_token")
                .stringValue();
    }

    /** Revokes a token (RFC 7009). */
    void revoke(String token) {
        form(endpoint("revoke"), Map.of("token", token));
    }

    /** From now on tokens are signed with another key; the keys of before stay good. */
    void rotate() {
        String component = """
                { "name": "rotated", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
                  "config": { "priority": ["1000"], "enabled": ["true"], "active": ["true"], "algorithm": ["RS256"] } }
                """;
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + "/admin/realms/shop/components"))
                .header("Authorization", "Bearer " + adminToken())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(component)));
        if (answer.statusCode() != 201) {
            throw new AssertionError("a key is refused: " + answer.body());
        }
    }

    private String adminToken() {
        Map<String, String> form = Map.of(
                "grant_type", "password", "client_id", "admin-cli", "username", ADMIN, "password", ADMIN_PASSWORD);
        return json(send(post(base + "/realms/master/protocol/openid-connect/token", form)))
                .path("access_token")
                .stringValue();
    }

    private JsonNode form(String url, Map<String, String> fields) {
        String pair = CLIENT + ":" + SECRET;
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return json(send(post(url, fields).header("Authorization", "Basic " + basic)));
    }

    private static HttpRequest.Builder post(String url, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new AssertionError("Keycloak: " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it, with all that its script has started. */
    void stop() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        stop();
        http.close();
    }
}
