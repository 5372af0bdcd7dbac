package dev.sekisho.cli.nginx;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.nginx.NginxDialect;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.directive.ConfigCheck;
import dev.sekisho.dialect.nginx.process.ProcessSettings;
import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.dialect.nginx.syntax.ConfigParser;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.syntax.Message;
import dev.sekisho.model.Model;
import dev.sekisho.server.ConfigurationSource;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The configuration of a command line of nginx: a file, and the directives of {@code -g}. Thread-safe. */
final class NginxSource {

    private final ConfigFiles files;
    private final String path;
    private final String prefix;
    private final String globals;

    /** What is to be served next, as it was read. */
    private final AtomicReference<Optional<Compilation>> next = new AtomicReference<>(Optional.empty());

    NginxSource(ConfigFiles files, String path, String prefix, String globals) {
        this.files = files;
        this.path = path;
        this.prefix = prefix;
        this.globals = globals;
    }

    /**
     * What was read.
     *
     * @param settings what it says of the process; empty where nginx itself would refuse it
     * @param compilation the model, and what was found
     * @param lines what is to be told, in nginx's order and form
     */
    record Loaded(Optional<ProcessSettings> settings, Compilation compilation, List<Line> lines) {

        boolean failed() {
            return settings.isEmpty() || compilation.failed();
        }
    }

    /** Reads the files; an error of nginx's own ends it, as with nginx. */
    Loaded load() {
        return load(ConfigParser.parse(files, path, globals));
    }

    /** The same of a tree that has been read. */
    Loaded load(ConfigTree tree) {
        ConfigCheck.Result result = ConfigCheck.check(tree);
        Set<Line> lines = new LinkedHashSet<>();
        for (Message message : result.messages()) {
            lines.add(Line.of(message));
            if (message.level() != Message.Level.WARN) {
                return new Loaded(Optional.empty(), new Compilation(Model.EMPTY, List.of()), List.copyOf(lines));
            }
        }
        NginxConfig config = ConfigReader.read(result.sound());
        ProcessSettings settings = ProcessSettings.of(config);
        Compilation compiled = new NginxDialect(files, false).compile(result.sound(), path, prefix);
        compiled.diagnostics().forEach(each -> lines.add(Line.of(each)));
        Compilation whole = new Compilation(Connections.limit(compiled.model(), settings), compiled.diagnostics());
        return new Loaded(Optional.of(settings), whole, List.copyOf(lines));
    }

    /** Has this served next, without its being read again. */
    void prepare(Loaded loaded) {
        next.set(Optional.of(loaded.compilation()));
    }

    /** The same for a gateway. */
    ConfigurationSource source() {
        return ConfigurationSource.unread(Path.of(path), new Whole());
    }

    /** Compiles what was prepared, or else what the files hold now. */
    private final class Whole implements Dialect {
        @Override
        public String name() {
            return "nginx";
        }

        @Override
        public boolean recognises(Document document) {
            return true;
        }

        @Override
        public Compilation compile(List<Document> documents) {
            return next.getAndSet(Optional.empty()).orElseGet(() -> load().compilation());
        }
    }
}
