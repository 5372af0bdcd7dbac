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
            return one(path, whole);
        }
        for (String tried : settings.tries()) {
            boolean directory = tried.endsWith("/") && tried.length() > 1;
            String name = (directory ? tried.substring(0, tried.length() - 1) : tried).replace("{path}", path);
            FileResult found = tried(name.replaceAll("/{2,}", "/"), directory, path, whole);
            if (!(found instanceof FileResult.Missing)) {
                return found;
            }
        }
        return new FileResult.Missing();
    }

    /** One of several: a file, or a directory where that is wanted. */
    private FileResult tried(String name, boolean directory, String path, boolean whole) throws IOException {
        if (!directory) {
            return name.endsWith("/") && name.length() > 1 ? new FileResult.Missing() : one(name, whole, path);
        }
        Optional<BasicFileAttributes> attributes =
                isHidden(name + "/") ? Optional.empty() : attributes(root.resolve(name.substring(1)));
        if (attributes.isEmpty() || !attributes.get().isDirectory()) {
            return new FileResult.Missing();
        }
        if (name.endsWith("/")) {
            return directory(name, root.resolve(name.substring(1)), name.equals(path), whole);
        }
        return slash(root.resolve(name.substring(1)), name.equals(path) ? Optional.empty() : Optional.of(name + "/"));
    }

    private FileResult slash(Path directory, Optional<String> path) throws IOException {
        return allowed(directory).isPresent() ? new FileResult.NeedsSlash(path) : new FileResult.Forbidden();
    }

    /** A file that is tried among others; {@code /} stands for the directory at the top. */
    private FileResult one(String name, boolean whole, String path) throws IOException {
        if (name.equals("/") && !path.equals("/")) {
            return one(name, whole);
        }
        boolean file = !name.endsWith("/") && !isHidden(name);
        Path at = root.resolve(name.substring(1));
        Optional<BasicFileAttributes> attributes = file ? attributes(at) : Optional.empty();
        return attributes.isPresent() ? file(at, attributes.get(), whole) : new FileResult.Missing();
    }

    /** What is at the one path that counts. */
    private FileResult one(String path, boolean whole) throws IOException {
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
            return directory ? directory(path, file, true, whole) : new FileResult.Missing();
        }
        return directory ? slash(file, Optional.empty()) : file(file, attributes.get(), whole);
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

    /**
     * The index file of a directory, or its listing.
     *
     * @param asked whether it is the path of the request
     */
    private FileResult directory(String path, Path directory, boolean asked, boolean whole) throws IOException {
        if (allowed(directory).isEmpty()) {
            return new FileResult.Forbidden();
        }
        for (String name : index) {
            if (name.startsWith("/")) {
                return new FileResult.Index(name);
            }
            Path file = directory.resolve(name);
            Optional<BasicFileAttributes> attributes = attributes(file);
            if (attributes.isPresent() && attributes.get().isRegularFile()) {
                if (asked && settings.indexByPath()) {
                    return new FileResult.Index(name);
                }
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
