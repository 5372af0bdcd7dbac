package dev.sekisho.server.files;

import dev.sekisho.dataplane.files.FileResult;
import dev.sekisho.dataplane.files.FileResult.Item;
import dev.sekisho.model.Backend;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Finds the file of a path, as nginx's try_files, index and autoindex do. Blocks. A link that is put in the place of a file between
 * the check and the opening is followed: who may write below the root is trusted. Thread-safe.
 */
final class Search {

    private static final String WELL_KNOWN = "/.well-known/";
    private static final int MOST_ITEMS = 10_000; // of a listing

    private final Backend.Files settings;
    private final Path root;
    private final List<String> index;
    private final Executor threads;

    Search(Backend.Files settings, Executor threads) {
        this.settings = settings;
        this.root = Path.of(settings.root()).toAbsolutePath().normalize();
        this.index = settings.index().isEmpty() ? List.of("index.html") : settings.index();
        this.threads = threads;
    }

    FileResult find(String path, boolean whole) throws IOException {
        if (settings.tries().isEmpty()) {
            return one(path, whole, true);
        }
        for (String tried : settings.tries()) {
            FileResult found = one(tried.replace("{path}", path).replaceAll("/{2,}", "/"), whole, false);
            if (!(found instanceof FileResult.Missing)) {
                return found;
            }
        }
        return new FileResult.Missing();
    }

    /**
     * What is at one path.
     *
     * @param only whether nothing else is tried, so that a directory without / is redirected
     */
    private FileResult one(String path, boolean whole, boolean only) throws IOException {
        if (isHidden(path)) {
            return new FileResult.Missing();
        }
        Path file = root.resolve(path.substring(1));
        Optional<BasicFileAttributes> attributes = attributes(file);
        if (attributes.isEmpty()) {
            return new FileResult.Missing();
        }
        boolean directory = attributes.get().isDirectory();
        if (path.endsWith("/")) {
            return directory ? directory(path, file, whole) : new FileResult.Missing();
        }
        if (directory) {
            return only
                    ? allowed(file)
                            .<FileResult>map(f -> new FileResult.NeedsSlash())
                            .orElse(new FileResult.Forbidden())
                    : new FileResult.Missing();
        }
        return file(file, attributes.get(), whole);
    }

    private FileResult file(Path file, BasicFileAttributes attributes, boolean whole) throws IOException {
        if (!attributes.isRegularFile()) {
            return new FileResult.Missing(); // to open a pipe would wait for its writer
        }
        Optional<Path> allowed = allowed(file);
        return allowed.isEmpty()
                ? new FileResult.Forbidden()
                : OpenFile.open(allowed.get(), String.valueOf(file.getFileName()), attributes, whole, threads);
    }

    private FileResult directory(String path, Path directory, boolean whole) throws IOException {
        if (allowed(directory).isEmpty()) {
            return new FileResult.Forbidden();
        }
        for (String name : index) {
            Path file = directory.resolve(name);
            Optional<BasicFileAttributes> attributes = attributes(file);
            if (attributes.isPresent() && attributes.get().isRegularFile()) {
                return file(file, attributes.get(), whole);
            }
        }
        return settings.listing() == Backend.Files.Listing.OFF
                ? new FileResult.Forbidden()
                : new FileResult.Listed(path, settings.listing() == Backend.Files.Listing.JSON, items(directory));
    }

    private List<Item> items(Path directory) throws IOException {
        List<Item> items = new ArrayList<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
            for (Path each : names) {
                String name = String.valueOf(each.getFileName());
                Optional<BasicFileAttributes> attributes = attributes(each);
                if (attributes.isPresent() && (settings.hidden() || !name.startsWith("."))) {
                    BasicFileAttributes of = attributes.get();
                    items.add(new Item(
                            name,
                            of.isDirectory(),
                            of.size(),
                            of.lastModifiedTime().toInstant()));
                }
                if (items.size() == MOST_ITEMS) {
                    break;
                }
            }
        }
        items.sort(Comparator.comparing((Item item) -> !item.directory()).thenComparing(Item::name));
        return items;
    }

    /** Empty where there is nothing, or a file stands where a directory should. */
    private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (java.nio.file.AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) { // not a directory, too many links, name too long
            return Optional.empty();
        }
    }

    /** The path to open; empty where a link leads to it that is not to be followed. */
    private Optional<Path> allowed(Path file) throws IOException {
        if (settings.links() == Backend.Files.Links.ALL) {
            return Optional.of(file);
        }
        Path realRoot = root.toRealPath();
        Path real = file.toRealPath();
        boolean good = settings.links() == Backend.Files.Links.INSIDE
                ? real.startsWith(realRoot)
                : real.equals(realRoot.resolve(root.relativize(file)).toRealPath(LinkOption.NOFOLLOW_LINKS));
        return good ? Optional.of(real) : Optional.empty();
    }

    private boolean isHidden(String path) {
        return !settings.hidden() && path.indexOf("/.", path.startsWith(WELL_KNOWN) ? WELL_KNOWN.length() - 1 : 0) >= 0;
    }
}
