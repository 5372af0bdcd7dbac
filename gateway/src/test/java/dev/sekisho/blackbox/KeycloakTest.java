package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of a real Keycloak: {@code mvn -Pkeycloak -pl gateway test}. The last test stops it. */
@Tag("keycloak")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakTest {

    /** An unknown key leads to one fetch in 30 s. */
    private static final Duration NEXT_FETCH = Duration.ofSeconds(45);

    @TempDir
    private Path folder;

    private Keycloak keycloak;
    private RawUpstream service;

    @BeforeAll
    void start() throws IOException {
        keycloak = Keycloak.start(Path.of(System.getProperty("sekisho.keycloak")));
    }

    @AfterAll
    void stop() {
        keycloak.close();
    }

    @BeforeEach
    void listen() throws IOException {
        service = RawUpstream.echo();
    }

    @AfterEach
    void end() throws IOException {
        service.close();
    }

    private String yaml(String policies) {
        return Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", service))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ " + policies + " ], to: service");
    }

    private String jwt(String more) {
        return "{ jwt: { issuers: [ { issuer: \"" + keycloak.issuer() + "\", discovery: true } ]" + more + " } }";
    }

    private String introspection(String more) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), Keycloak.SECRET);
        return "{ introspection: { issuer: \"" + keycloak.issuer() + "\", client: { id: orders, secret: \"${file:"
                + secret + "}\" }" + more + " } }";
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    @Test
    @Order(1)
    void tokensPassByTheKeysThatDiscoveryLeadsTo() throws IOException {
        try (TestGateway gateway = TestGateway.start(yaml(jwt(", rolesClaim: realm_access.roles")))) {
            String token = keycloak.userToken();
            assertThat(gateway.get("/", bearer(token)).status()).isEqualTo(200);
            assertThat(service.only().all("X-User-Email")).containsExactly("alice@shop.test");
            assertThat(service.only().field("X-User-Roles").orElseThrow()).contains("admin");
            assertThat(service.only().head()).doesNotContain(token);
            assertThat(gateway.get("/", bearer(token.substring(0, token.length() - 4) + "AAAA"))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    @Order(2)
    void rolesOfTheRealmAreAskedFor() throws IOException {
        String policy = jwt(", rolesClaim: realm_access.roles, roles: [ admin ]");
        try (TestGateway gateway = TestGateway.start(yaml(policy))) {
            assertThat(gateway.get("/", bearer(keycloak.userToken())).status()).isEqualTo(200);
            assertThat(gateway.get("/", bearer(keycloak.clientToken())).status())
                    .isEqualTo(403);
        }
    }

    @Test
    @Order(3)
    void aNewKeyIsFetchedAndTheOldOneStaysGood() throws IOException {
        try (TestGateway gateway = TestGateway.start(yaml(jwt("")))) {
            String before = keycloak.clientToken();
            assertThat(gateway.get("/", bearer(before)).status()).isEqualTo(200);
            keycloak.rotate();
            String after = keycloak.clientToken();
            assertThat(header(after)).isNotEqualTo(header(before));
            TestGateway.await("the new key", NEXT_FETCH, () -> status(gateway, after) == 200);
            assertThat(status(gateway, before)).isEqualTo(200);
        }
    }

    @Test
    @Order(4)
    void introspectionTellsWhoItIsAndForgetsWhatIsRevoked() throws IOException {
        try (TestGateway gateway = TestGateway.start(yaml(
                introspection(", cache: 0s, negativeCache: 0s, rolesClaim: realm_access.roles, roles: [ admin ]")))) {
            String token = keycloak.userToken();
            assertThat(gateway.get("/", bearer(token)).status()).isEqualTo(200);
            assertThat(service.only().all("X-User-Email")).containsExactly("alice@shop.test");
            assertThat(status(gateway, keycloak.clientToken())).isEqualTo(403);
            assertThat(status(gateway, "no-token-of-keycloak")).isEqualTo(401);
            keycloak.revoke(token);
            assertThat(status(gateway, token)).isEqualTo(401);
        }
    }

    @Test
    @Order(5)
    void anOutageKeepsWhatIsKnownAndRefusesNobodyAsUnknown() throws IOException {
        try (TestGateway tokens = TestGateway.start(yaml(jwt("")));
                TestGateway asking = TestGateway.start(yaml(introspection("")))) {
            String before = keycloak.userToken();
            String other = keycloak.userToken();
            assertThat(status(tokens, before)).isEqualTo(200);
            assertThat(status(asking, before)).isEqualTo(200);
            keycloak.stop();
            assertThat(status(tokens, other)).isEqualTo(200);
            assertThat(status(asking, before)).isEqualTo(200);
            assertThat(status(asking, other)).isEqualTo(503);
        }
    }

    private static String header(String token) {
        return token.substring(0, token.indexOf('.'));
    }

    private static int status(TestGateway gateway, String token) {
        try {
            return gateway.get("/", bearer(token)).status();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
