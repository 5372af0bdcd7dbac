package dev.sekisho.server;

import dev.sekisho.dialect.Document;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last configuration that served, on disk, so that a gateway that starts beside a broken file serves what it served
 * before. Its text is kept as it was written: references to secrets, not their values. Readable by its owner only.
 */
final class LastGood {

    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);
    private static final String SEPARATOR = "\u0000";
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;

    /** Keeps it in the folder, under a name made from those of the files. */
    LastGood(Path folder, List<Path> files) {
        String names = files.stream()
                .map(f -> f.toAbsolutePath().normalize().toString())
                .toList()
                .toString();
        this.file = folder.resolve("last-good-" + Integer.toHexString(names.hashCode()));
    }

    /** Keeps the documents; a failure is reported and stops nothing. */
    void keep(List<Document> documents) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent(), OWNER_FOLDER);
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(OWNER));
            write(next, documents);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("the last good configuration cannot be kept in {}: {}", file, e.toString());
        }
    }

    /** Writes piece by piece: a copy of a large configuration is memory that only a pause of the whole JVM gives back. */
    private static void write(Path file, List<Document> documents) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (Document document : documents) {
                out.write(document.source());
                out.write(SEPARATOR);
                out.write(document.text());
                out.write(SEPARATOR);
            }
        }
    }

    /** The documents that were kept; empty where there are none. */
    List<Document> read() {
        List<Document> documents = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                String[] parts = Files.readString(file, StandardCharsets.UTF_8).split(SEPARATOR, -1);
                for (int i = 0; i + 1 < parts.length; i += 2) {
                    documents.add(new Document(parts[i], parts[i + 1]));
                }
            }
        } catch (IOException e) {
            LOG.warn("the last good configuration cannot be read from {}: {}", file, e.toString());
        }
        return documents;
    }
}
