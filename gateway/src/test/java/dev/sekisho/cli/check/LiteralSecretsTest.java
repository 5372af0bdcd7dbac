package dev.sekisho.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.policy.Policies;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiteralSecretsTest {

    private static final Compilation COMPILED = new YamlDialect(Policies.configTypes(), SecretSource.system())
            .compile(List.of(new Document("a.yaml", """
                    listeners: [ { name: http, address: "127.0.0.1:8080" } ]
                    routes: [ { name: a, policies: [ key-auth: {} ], to: { respond: {} } } ]
                    consumers:
                      - { name: none, keys: [ { sha256: 72982554663d5ac1ce1b8358faa7043bab6301664476a1579f3c201f50c5b2db } ] }
                      - { name: shop, keys: [ { key: one }, { key: two } ] }
                    """)));

    private static List<String> found(List<Diagnostic> compiled) {
        return Checks.of(COMPILED.model(), compiled).stream()
                .filter(diagnostic -> diagnostic.code().equals("secret.literal"))
                .map(Diagnostic::toString)
                .toList();
    }

    /** A language that does not tell of each secret itself. */
    @Test
    void one_finding_for_a_document_without_the_secrets_themselves() {
        assertThat(found(List.of()))
                .containsExactly("a.yaml:5:5: info: 2 secrets in the clear, the first of them here [secret.literal]\n"
                        + "  fix: keep the file as a secret itself");
    }

    @Test
    void nothing_where_the_dialect_has_told_of_each() {
        assertThat(COMPILED.diagnostics())
                .anyMatch(diagnostic -> diagnostic.code().equals("yaml.literal-secret"));
        assertThat(found(COMPILED.diagnostics())).isEmpty();
    }
}
