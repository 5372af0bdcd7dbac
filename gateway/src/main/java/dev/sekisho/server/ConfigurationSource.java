package dev.sekisho.server;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.Severity;
import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of a configuration and the dialect that they are written in. Thread-safe. */
public final class ConfigurationSource {

    private final List<Path> files;
    private final List<Dialect> dialects;
    private final Optional<String> forced;
    private final boolean readsFiles;

    /**
     * A configuration in these files.
     *
     * @param dialects the dialects that are known, in the order in which they are asked
     * @param forced name of the dialect; empty to recognise it from the content
     */
    public ConfigurationSource(List<Path> files, List<Dialect> dialects, Optional<String> forced) {
        this(files, dialects, forced, true);
    }

    private ConfigurationSource(List<Path> files, List<Dialect> dialects, Optional<String> forced, boolean readsFiles) {
        this.files = List.copyOf(files);
        this.dialects = List.copyOf(dialects);
        this.forced = forced;
        this.readsFiles = readsFiles;
    }

    /** A configuration whose dialect reads the file itself, whatever its encoding is, and gets a document without text. */
    public static ConfigurationSource unread(Path file, Dialect dialect) {
        return new ConfigurationSource(List.of(file), List.of(dialect), Optional.of(dialect.name()), false);
    }

    /** The files. */
    public List<Path> files() {
        return files;
    }

    /** What is read from the files: their text, or why it cannot be read. */
    public record Reading(List<Document> documents, List<Diagnostic> failures) {}

    /** Reads the files. */
    public Reading read() {
        if (!readsFiles) {
            return new Reading(
                    files.stream()
                            .map(file -> new Document(file.toString(), ""))
                            .toList(),
                    List.of());
        }
        List<Document> documents = new ArrayList<>();
        List<Diagnostic> failures = new ArrayList<>();
        for (Path file : files) {
            try {
                documents.add(new Document(file.toString(), Files.readString(file, StandardCharsets.UTF_8)));
            } catch (CharacterCodingException e) {
                failures.add(error(file, "source.encoding", "the file is not UTF-8", "save it as UTF-8"));
            } catch (IOException e) {
                failures.add(error(file, "source.unreadable", "the file cannot be read: " + reason(e), ""));
            }
        }
        return new Reading(documents, failures);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException ignored -> "no such file";
            case java.nio.file.AccessDeniedException ignored -> "permission denied";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static Diagnostic error(Path file, String code, String message, String fix) {
        return new Diagnostic(Severity.ERROR, code, new Origin(file.toString(), 0, 0), message, fix);
    }

    /** Reads and compiles the files. */
    public Compilation compile() {
        Reading reading = read();
        return reading.failures().isEmpty()
                ? compile(reading.documents())
                : new Compilation(Model.EMPTY, reading.failures());
    }

    /** Compiles documents that were read before. */
    public Compilation compile(List<Document> documents) {
        Optional<Dialect> dialect = dialect(documents);
        if (dialect.isPresent()) {
            return dialect.get().compile(documents);
        }
        List<String> names = dialects.stream().map(Dialect::name).toList();
        return new Compilation(
                Model.EMPTY,
                List.of(new Diagnostic(
                        Severity.ERROR,
                        "source.dialect",
                        new Origin(
                                documents.isEmpty() ? "" : documents.getFirst().source(), 1, 1),
                        forced.map(name -> "dialect: " + name + " (expected: one of " + names + ")")
                                .orElse("the content looks like none of the dialects " + names),
                        "name the dialect with --dialect")));
    }

    private Optional<Dialect> dialect(List<Document> documents) {
        if (forced.isPresent()) {
            return dialects.stream().filter(d -> d.name().equals(forced.get())).findFirst();
        }
        return dialects.stream()
                .filter(d -> documents.stream().allMatch(d::recognises))
                .findFirst();
    }
}
