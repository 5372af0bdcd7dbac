package dev.sekisho.cli.test;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.yaml.RecordReader;
import dev.sekisho.model.Model;
import dev.sekisho.model.Nearest;
import dev.sekisho.model.Origin;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads files of cases, and finds what they say that the configuration does not know. */
public final class CaseFiles {

    private static final long LARGEST = 16 << 20;

    private final List<Cases> read = new ArrayList<>();
    private final List<Diagnostic> found = new ArrayList<>();

    private CaseFiles() {}

    /** Reads files; what is wrong is in {@link #diagnostics}. */
    public static CaseFiles read(List<Path> files, Model model) {
        CaseFiles cases = new CaseFiles();
        RecordReader<Cases> reader = new RecordReader<>(Cases.class);
        for (Path file : files) {
            cases.read(file, reader);
        }
        cases.read.forEach(each -> each.cases().forEach(one -> cases.names(one, model)));
        return cases;
    }

    private void read(Path file, RecordReader<Cases> reader) {
        Origin at = new Origin(file.toString(), 0, 0);
        try {
            if (Files.size(file) > LARGEST) {
                error(
                        "cases.unreadable",
                        at,
                        "the file is " + Files.size(file) + " bytes (expected: at most " + LARGEST + ")",
                        "");
                return;
            }
            RecordReader.Result<Cases> result =
                    reader.read(new Document(file.toString(), Files.readString(file, StandardCharsets.UTF_8)));
            found.addAll(result.diagnostics());
            result.value().ifPresent(cases -> {
                read.add(cases);
                if (cases.cases().isEmpty()) {
                    error("cases.none", at, "cases: none (expected: at least one)", "");
                }
            });
        } catch (CharacterCodingException e) {
            error("cases.unreadable", at, "the file is not UTF-8", "save it as UTF-8");
        } catch (IOException e) {
            error("cases.unreadable", at, "the file cannot be read: " + e.getMessage(), "");
        }
    }

    private void names(Case one, Model model) {
        Collection<String> upstreams =
                model.upstreams().stream().map(u -> u.name()).toList();
        one.principal()
                .flatMap(CasePrincipal::consumer)
                .ifPresent(name -> known(
                        one,
                        "principal.consumer",
                        name,
                        model.consumers().stream().map(c -> c.name()).toList()));
        one.upstreams().keySet().forEach(name -> known(one, "upstreams", name, upstreams));
        one.expect()
                .upstream()
                .flatMap(UpstreamExpectation::name)
                .ifPresent(name -> known(one, "expect.upstream.name", name, upstreams));
        one.expect()
                .route()
                .filter(name -> !name.equals("none"))
                .ifPresent(name -> known(
                        one,
                        "expect.route",
                        name,
                        model.routes().stream().map(r -> r.name()).toList()));
        one.request()
                .listener()
                .ifPresent(name -> known(
                        one,
                        "request.listener",
                        name,
                        model.listeners().stream().map(l -> l.name()).toList()));
        if (Onstage.listener(model, one.request()).isEmpty()
                && one.request().listener().isEmpty()) {
            String scheme = one.request().isSecure() ? "https" : "http";
            error(
                    "cases.unknown-name",
                    one.origin(),
                    one.name() + ": request.url: " + scheme + " (expected: the scheme of a listener)",
                    "");
        }
    }

    private void known(Case one, String setting, String name, Collection<String> names) {
        if (!names.contains(name)) {
            String message = one.name() + ": " + setting + ": " + name + " (expected: a name of the configuration)";
            error("cases.unknown-name", one.origin(), message, Nearest.fix(name, names));
        }
    }

    private void error(String code, Origin at, String message, String fix) {
        found.add(new Diagnostic(Severity.ERROR, code, at, message, fix));
    }

    /** The files that could be read. */
    List<Cases> files() {
        return List.copyOf(read);
    }

    /** What is wrong. */
    public List<Diagnostic> diagnostics() {
        return List.copyOf(found);
    }

    /** Whether something is. */
    public boolean failed() {
        return found.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }
}
