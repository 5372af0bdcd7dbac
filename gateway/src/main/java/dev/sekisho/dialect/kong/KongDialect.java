package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.document.TopKeys;
import dev.sekisho.dialect.kong.entity.Environment;
import dev.sekisho.dialect.kong.entity.PluginTranslator;
import dev.sekisho.dialect.kong.entity.ReaderKinds;
import dev.sekisho.model.Model;
import dev.sekisho.model.ModelValidator;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Kong's declarative configuration ({@code kong.yml}), as Kong without a database reads it, and deck's files, of which several are one
 * configuration. Thread-safe.
 */
public final class KongDialect implements Dialect {

    private static final String VERSION = "_format_version";

    /** Top-level keys of entities that no other language has. */
    private static final Set<String> KONG_ONLY = Set.of(
            "_transform",
            "_info",
            "_konnect",
            "_plugin_configs",
            "consumer_groups",
            "ca_certificates",
            "keyauth_credentials",
            "jwt_secrets",
            "basicauth_credentials",
            "hmacauth_credentials",
            "acls",
            "plugins");

    /** Problems that a part left out for an error of its own may cause elsewhere. */
    private static final Set<String> CONSEQUENCES = Set.of("model.no-listeners", "model.no-targets");

    /** Problems that are told in the words of Kong already. */
    private static final Set<String> TOLD = Set.of("model.unused", "model.no-credentials");

    private final PluginTranslator plugins;
    private final Environment environment;
    private final boolean form;

    /**
     * Makes a dialect whose models answer in the gateway's own form.
     *
     * @param plugins what plugins become
     * @param environment where references get their values
     */
    public KongDialect(PluginTranslator plugins, Environment environment) {
        this(plugins, environment, false);
    }

    private KongDialect(PluginTranslator plugins, Environment environment, boolean form) {
        this.plugins = plugins;
        this.environment = environment;
        this.form = form;
    }

    @Override
    public KongDialect inFormOfProduct() {
        return new KongDialect(plugins, environment, true);
    }

    @Override
    public String name() {
        return "kong";
    }

    @Override
    public boolean recognises(Document document) {
        Set<String> keys = TopKeys.of(document.text());
        return keys.contains(VERSION)
                || keys.contains("services")
                        && KONG_ONLY.stream().anyMatch(keys::contains)
                        && !keys.contains("resources");
    }

    @Override
    public Compilation compile(List<Document> documents) {
        Report report = new Report();
        Loader.Files files = new Loader(environment, report).load(documents);
        Graph graph = GraphBuilder.build(files, report);
        Origin start =
                new Origin(documents.isEmpty() ? "" : documents.getFirst().source(), 1, 1);
        new Doctor(graph, report).look();
        Model model = new Translation(graph, plugins, form, report).model(start);
        report.addAll(validated(model, start, report.failed()));
        return new Compilation(model, report.found());
    }

    @Override
    public List<DiagnosticKind> kinds() {
        return Stream.of(Kinds.ALL, ReaderKinds.ALL, plugins.kinds())
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private static List<Diagnostic> validated(Model model, Origin start, boolean failed) {
        List<Diagnostic> found = new ArrayList<>();
        for (Problem problem : ModelValidator.validate(model, Set.of())) {
            boolean told = TOLD.contains(problem.code()) || failed && CONSEQUENCES.contains(problem.code());
            if (!told) {
                Severity severity = problem.error() ? Severity.ERROR : Severity.WARNING;
                Origin at = problem.at().line() == 0 ? start : problem.at();
                found.add(new Diagnostic(severity, problem.code(), at, problem.message(), problem.fix()));
            }
        }
        return found;
    }
}
