package dev.sekisho.dialect.nginx;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.directive.ConfigCheck;
import dev.sekisho.dialect.nginx.doctor.Doctor;
import dev.sekisho.dialect.nginx.doctor.NginxKinds;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.process.ProcessFindings;
import dev.sekisho.dialect.nginx.route.RouteKinds;
import dev.sekisho.dialect.nginx.support.Unsupported;
import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.dialect.nginx.syntax.ConfigParser;
import dev.sekisho.dialect.nginx.syntax.ConfigText;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * nginx's configuration, as nginx 1.22 reads it, newer directives and some of NGINX Plus included. Thread-safe.
 */
public final class NginxDialect implements Dialect {

    /** A block that only nginx has, at the start of a line. */
    private static final Pattern BLOCK = Pattern.compile(
            "(?m)^[ \\t]*(?:events|http|stream|mail|server|upstream[ \\t]+[^\\s{;:]+|location[ \\t][^{;\\n]*)[ \\t\\r\\n]*\\{[ \\t]*(?:$|[#}a-z])");

    private final ConfigFiles files;
    private final boolean repairs;

    /**
     * Makes a dialect.
     *
     * @param files where included files and the like are read from
     * @param repairs whether what an author must have meant is done, and announced, where nginx would do otherwise
     */
    public NginxDialect(ConfigFiles files, boolean repairs) {
        this.files = files;
        this.repairs = repairs;
    }

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public boolean recognises(Document document) {
        return BLOCK.matcher(document.text()).find();
    }

    @Override
    public Dialect strict() {
        return new NginxDialect(files, false);
    }

    @Override
    public Compilation compile(List<Document> documents) {
        Document main = documents.getFirst();
        ConfigFiles all = new WithMain(files, path(main), main.text());
        Compilation compilation = compile(ConfigParser.parse(all, path(main), ""), path(main), folder(path(main)));
        if (documents.size() == 1) {
            return compilation;
        }
        Origin at = new Origin(documents.get(1).source(), 1, 1);
        Diagnostic second = new Diagnostic(
                NginxKinds.REFUSED.severity(),
                NginxKinds.REFUSED.code(),
                at,
                documents.size() + " configurations of nginx (expected: one; it includes the others)",
                "include this file from " + main.source());
        return new Compilation(
                compilation.model(),
                Stream.concat(compilation.diagnostics().stream(), Stream.of(second))
                        .toList());
    }

    private String path(Document document) {
        return document.source().startsWith("/") ? document.source() : files.folder() + document.source();
    }

    /**
     * Compiles a configuration that has been read.
     *
     * @param path the absolute name of its main file
     * @param prefix what names of logs and directories start from, with a slash at its end
     */
    public Compilation compile(ConfigTree tree, String path, String prefix) {
        ConfigCheck.Result result = ConfigCheck.check(tree);
        Report report = new Report();
        Doctor.examine(tree, result).forEach(each -> report.addAll(List.of(repaired(each))));
        if (report.failed()) {
            return new Compilation(Model.EMPTY, report.found());
        }
        NginxConfig config = ConfigReader.read(result.sound());
        Generalities.report(result.sound(), report);
        ProcessFindings.report(config, report);
        Assembly assembly =
                new Assembly(config, files, folder(path), prefix, report, repairs ? Repairs.of(tree) : Repairs.NONE);
        Model model = assembly.model(new Origin(path, 1, 1));
        Unsupported.report(result.sound(), report);
        return new Compilation(model, report.found());
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private Diagnostic repaired(Diagnostic found) {
        if (!repairs || !found.code().equals(NginxKinds.FIXED_VARIABLE.code())) {
            return found;
        }
        return new Diagnostic(
                RouteKinds.FIXED_VARIABLE.severity(),
                RouteKinds.FIXED_VARIABLE.code(),
                found.at(),
                found.message() + "; left out, so it keeps its own value",
                found.fix());
    }

    @Override
    public List<DiagnosticKind> kinds() {
        return Stream.of(NginxKinds.ALL, DraftKinds.ALL, RouteKinds.ALL, Assembly.KINDS)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /** Files, of which the main one is known already. */
    private record WithMain(ConfigFiles others, String path, String text) implements ConfigFiles {
        @Override
        public Reading read(String name) {
            return name.equals(path)
                    ? new Content(ConfigText.of(text.getBytes(StandardCharsets.UTF_8)))
                    : others.read(name);
        }

        @Override
        public List<String> glob(String pattern) {
            return others.glob(pattern);
        }

        @Override
        public String folder() {
            return others.folder();
        }
    }
}
