package dev.sekisho.policy.anyof;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Model;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.policy.jwt.SignedTokens;
import dev.sekisho.snapshot.PolicyChains;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Policies of settings as users write them, with an issuer of tokens, a consumer with a key, a user, and a guest. */
final class AnyOfSettings {

    static final String JWT = "jwt: { issuers: [ { issuer: \"https://id.example.com\", jwks: '"
            + SignedTokens.jwks(SignedTokens.RSA) + "' } ] }";

    private AnyOfSettings() {}

    /** A token of the issuer, with more claims. */
    static String bearer(String more) {
        String claims = "{\"iss\":\"https://id.example.com\",\"sub\":\"u1\",\"exp\":4000000000" + more + "}";
        return "Authorization: Bearer " + SignedTokens.rs256(SignedTokens.RSA, claims);
    }

    /** The policy of a list of alternatives in YAML, the policies of the top-level list being there too. */
    static Policy policy(String alternatives, String named) {
        Model model = model(alternatives, named);
        PolicySpec spec = PolicyChains.specs(model.routes().getFirst(), model).getFirst();
        return Policies.create(
                spec, new PolicyContext(Consumers.of(model.consumers(), model.plans()), PolicyServices.OFFLINE));
    }

    static Policy policy(String alternatives) {
        return policy(alternatives, "");
    }

    static String describe(String alternatives, String named) {
        Model model = model(alternatives, named);
        return Policies.describe(
                PolicyChains.specs(model.routes().getFirst(), model).getFirst());
    }

    static Model model(String alternatives, String named) {
        Compilation compiled = compile(alternatives, named);
        if (compiled.failed()) {
            throw new IllegalArgumentException(compiled.diagnostics().toString());
        }
        return compiled.model();
    }

    static Compilation compile(String alternatives, String named) {
        return dialect().compile(document(yaml(alternatives, named)));
    }

    static YamlDialect dialect() {
        return new YamlDialect(Policies.configTypes(), NO_SECRETS);
    }

    static List<Document> document(String yaml) {
        return List.of(new Document("sekisho.yaml", yaml));
    }

    /** The whole document. */
    static String yaml(String alternatives, String named) {
        return """
                listeners: [ { name: http, address: "127.0.0.1:0" } ]
                consumers:
                  - { name: shop, keys: [ { key: right } ] }
                  - { name: till, basic: [ { username: till, password: secret } ] }
                  - { name: guest }
                policies: [ %s ]
                routes:
                  - name: all
                    match: { path: /* }
                    policies: [ any-of: { policies: [ %s ] } ]
                    to: { respond: { body: ok } }
                """.formatted(named, alternatives);
    }

    private static final SecretSource NO_SECRETS = new SecretSource() {
        @Override
        public Optional<String> env(String name) {
            return Optional.empty();
        }

        @Override
        public String file(String path) throws IOException {
            throw new IOException(path);
        }
    };
}
