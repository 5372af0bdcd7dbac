package dev.sekisho.policy.log;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.policy.Policies;
import java.util.List;

/** Settings as documents give them. */
final class Configs {

    private Configs() {}

    /** The settings of a policy {@code log: { … }}, with these between the braces. */
    static LogConfig of(String settings) {
        String yaml = "listeners: [ { name: a, address: \"127.0.0.1:1\" } ]\npolicies: [ { log: { " + settings
                + " } } ]\nroutes: [ { name: r, match: { path: /* }, to: { respond: { status: 200 } } } ]\n";
        Compilation compiled = new YamlDialect(Policies.configTypes(), SecretSource.system())
                .compile(List.of(new Document("test.yaml", yaml)));
        if (compiled.failed()) {
            throw new IllegalArgumentException(compiled.diagnostics().toString());
        }
        return (LogConfig) compiled.model().policies().getFirst().config();
    }
}
