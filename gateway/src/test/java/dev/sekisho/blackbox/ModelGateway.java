package dev.sekisho.blackbox;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Listener;
import dev.sekisho.model.Model;
import dev.sekisho.policy.Policies;
import dev.sekisho.server.ConfigurationSource;
import dev.sekisho.server.Gateway;
import dev.sekisho.server.GatewayOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gateways that serve a model which a test has made. */
final class ModelGateway {

    private ModelGateway() {}

    /** Whatever the documents say, this model comes of them. */
    private record Given(Model model, List<Diagnostic> found) implements Dialect {
        @Override
        public String name() {
            return "given";
        }

        @Override
        public boolean recognises(Document document) {
            return true;
        }

        @Override
        public Compilation compile(List<Document> documents) {
            return new Compilation(model, found);
        }
    }

    static Gateway start(Path folder, Model model, List<Diagnostic> found) throws Exception {
        Path file = Files.writeString(folder.resolve("given.txt"), "");
        ConfigurationSource source =
                new ConfigurationSource(List.of(file), List.of(new Given(model, found)), Optional.empty());
        return Gateway.start(
                source,
                new GatewayOptions(
                        "auto", 1, List.of(), List.of(), Optional.empty(), Map.of(), Optional.empty(), false));
    }

    /** What a text in YAML says, with these listeners in place of its own. */
    static Model of(List<Listener> listeners, String yaml) {
        Model model = new YamlDialect(Policies.configTypes(), SecretSource.system())
                .compile(List.of(new Document("test.yaml", yaml)))
                .model();
        return new Model(
                listeners,
                model.upstreams(),
                model.routes(),
                model.streams(),
                model.policies(),
                model.consumers(),
                model.plans(),
                model.stores(),
                model.variables(),
                model.telemetry());
    }
}
