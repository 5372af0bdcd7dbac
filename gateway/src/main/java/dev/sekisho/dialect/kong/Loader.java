package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.NodeReader;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.dialect.kong.entity.EntityReader;
import dev.sekisho.dialect.kong.entity.Environment;
import dev.sekisho.dialect.kong.entity.ReaderKinds;
import dev.sekisho.dialect.kong.entity.References;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads documents to the entities of files. Belongs to one compilation. */
final class Loader {

    private static final Set<String> VERSIONS = Set.of("1.1", "2.1", "3.0");

    private final Environment environment;
    private final Report report;
    private final Map<String, Entity> defaults = new HashMap<>();

    /** A file: its entities, and whether it is of a format before 3.0. */
    record File(Entity entity, boolean legacy) {}

    /**
     * All files.
     *
     * @param defaults deck's defaults, by kind
     */
    record Files(List<File> files, Map<String, Entity> defaults, References references) {}

    private record Root(Node.Mapping node, String source) {}

    Loader(Environment environment, Report report) {
        this.environment = environment;
        this.report = report;
    }

    Files load(List<Document> documents) {
        List<Root> roots = new ArrayList<>();
        documents.forEach(document -> roots(document, roots));
        References references = new References(environment, vaults(roots), report);
        List<File> files = new ArrayList<>();
        for (Root root : roots) {
            Node node = references.resolve(root.node(), root.source());
            EntityReader reader = new EntityReader(root.source(), report);
            reader.read(node, FileTables.FILE).ifPresent(entity -> {
                files.add(new File(entity, legacy(entity)));
                defaults(entity, reader);
            });
        }
        return new Files(files, defaults, references);
    }

    private void roots(Document document, List<Root> roots) {
        String text = document.text().startsWith("\uFEFF") ? document.text().substring(1) : document.text();
        String source = document.source();
        List<Node> nodes = NodeReader.read(
                        References.readable(text),
                        1,
                        (line, column, code, message, fix) ->
                                report.add(Kinds.reading(code), new Origin(source, line, column), message, fix))
                .roots();
        for (Node node : nodes) {
            switch (node) {
                case Node.Mapping mapping -> roots.add(new Root(mapping, source));
                case Node.Scalar scalar when scalar.isNull() -> {}
                default -> {
                    String message = "the file: " + Shown.node(node) + " (expected: a mapping with _format_version)";
                    report.add(ReaderKinds.TYPE, new Origin(source, node.line(), node.column()), message, "");
                }
            }
        }
    }

    /** Prefixes of variables by prefixes of vaults; read before everything else, since references need them. */
    private Map<String, String> vaults(List<Root> roots) {
        Map<String, String> prefixes = new HashMap<>();
        for (Root root : roots) {
            if (root.node().get("vaults").orElse(null) instanceof Node.Sequence list) {
                list.items().forEach(item -> vault(item, root.source(), prefixes));
            }
        }
        return prefixes;
    }

    private void vault(Node node, String source, Map<String, String> prefixes) {
        if (!(node instanceof Node.Mapping vault)) {
            return; // told by its table
        }
        Optional<String> name = text(vault, "name");
        if (name.isPresent() && !name.get().equals("env")) {
            String message = "vault " + Shown.text(name.get()) + " (expected: env, the only one that is read here)";
            String fix = "put the values into the environment of the gateway's process";
            report.add(Kinds.REFUSED, new Origin(source, vault.line(), vault.column()), message, fix);
            return;
        }
        Optional<String> start = vault.get("config")
                .filter(Node.Mapping.class::isInstance)
                .flatMap(config -> text((Node.Mapping) config, "prefix"));
        text(vault, "prefix").ifPresent(prefix -> prefixes.put(prefix, start.orElse("")));
    }

    private static Optional<String> text(Node.Mapping mapping, String key) {
        return mapping.get(key)
                .filter(value -> value instanceof Node.Scalar scalar && !scalar.isNull())
                .map(value -> ((Node.Scalar) value).text());
    }

    private boolean legacy(Entity file) {
        Optional<String> given = file.text("_format_version");
        if (given.isEmpty()) {
            String message = "_format_version is missing (expected: 1.1, 2.1 or 3.0)";
            report.add(Kinds.VERSION, file.at(), message, "add _format_version: \"3.0\"");
            return false;
        }
        String version = given.get().matches("[0-9]") ? given.get() + ".0" : given.get();
        if (!VERSIONS.contains(version)) {
            String message = "_format_version: " + Shown.text(given.get()) + " (expected: 1.1, 2.1 or 3.0)";
            report.add(Kinds.VERSION, file.at("_format_version"), message, "write _format_version: \"3.0\"");
        }
        return !version.startsWith("3");
    }

    private void defaults(Entity file, EntityReader reader) {
        Entity given = file.fields("_info").fields("defaults");
        Map.of("service", Tables.SERVICE, "route", Tables.ROUTE, "upstream", Tables.UPSTREAM, "target", Tables.TARGET)
                .forEach((kind, schema) -> given.raw(kind)
                        .flatMap(node -> reader.readPart(node, schema))
                        .ifPresent(entity -> defaults.putIfAbsent(kind, entity)));
    }
}
