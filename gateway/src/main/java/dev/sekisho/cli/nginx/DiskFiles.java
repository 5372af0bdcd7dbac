package dev.sekisho.cli.nginx;

import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.dialect.nginx.syntax.ConfigText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The files of this machine. Thread-safe. */
public final class DiskFiles implements ConfigFiles {

    /** A configuration longer than this is a mistake. */
    private static final long LONGEST = 64L << 20;

    private static final Comparator<String> BY_BYTES =
            (a, b) -> Arrays.compareUnsigned(ConfigText.bytes(a), ConfigText.bytes(b));
    private static final Map<String, Integer> NUMBERS = Map.of(
            "Not a directory", 20,
            "File name too long", 36,
            "Too many levels of symbolic links", 40,
            "Too many open files", 24);

    @Override
    public Reading read(String name) {
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                return new Failure("pread", 21, "Is a directory");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                return new Content(""); // nginx goes by the size, which devices and pipes do not have
            }
            if (Files.exists(path) && Files.size(path) > LONGEST) {
                return new Failure("open", 27, "File too large");
            }
            return new Content(ConfigText.of(Files.readAllBytes(path)));
        } catch (NoSuchFileException | InvalidPathException e) {
            return new Failure("open", 2, "No such file or directory");
        } catch (AccessDeniedException e) {
            return new Failure("open", 13, "Permission denied");
        } catch (IOException e) {
            String text = String.valueOf(e.getMessage());
            return NUMBERS.entrySet().stream()
                    .filter(each -> text.endsWith(each.getKey()))
                    .findFirst()
                    .map(each -> new Failure("open", each.getValue(), each.getKey()))
                    .orElse(new Failure("open", 5, "Input/output error"));
        }
    }

    @Override
    public List<String> glob(String pattern) {
        List<String> found = List.of("/");
        for (String segment : pattern.split("/")) {
            if (!segment.isEmpty()) {
                found = found.stream()
                        .flatMap(folder -> step(folder, segment).stream())
                        .toList();
            }
        }
        return found.stream().sorted(BY_BYTES).toList();
    }

    @Override
    public String folder() {
        return System.getProperty("user.dir") + "/";
    }

    private static List<String> step(String folder, String segment) {
        String prefix = folder.endsWith("/") ? folder : folder + "/";
        if (segment.chars().noneMatch(c -> "*?[".indexOf(c) >= 0)) {
            String name = prefix + segment.replaceAll("\\\\(.)", "$1");
            return exists(name) ? List.of(name) : List.of();
        }
        List<String> found = new ArrayList<>();
        Pattern names = expression(segment);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder))) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                boolean hidden = name.startsWith(".") && !segment.startsWith(".");
                if (!hidden && names.matcher(name).matches()) {
                    found.add(prefix + name);
                }
            }
        } catch (IOException | InvalidPathException e) {
            return List.of(); // as glob(3), which leaves out what it cannot read
        }
        return found;
    }

    private static boolean exists(String name) {
        try {
            return Files.exists(Path.of(name), LinkOption.NOFOLLOW_LINKS);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The pattern of fnmatch(3) as an expression. */
    private static Pattern expression(String segment) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            int close = c == '[' ? segment.indexOf(']', i + 2) : -1;
            if (c == '*') {
                expression.append(".*");
            } else if (c == '?') {
                expression.append('.');
            } else if (close > 0) {
                String inside = segment.substring(i + 1, close);
                boolean not = inside.startsWith("!") || inside.startsWith("^");
                String set = (not ? inside.substring(1) : inside).replaceAll("[\\[\\\\&^]", "\\\\$0");
                expression
                        .append(not ? "[^" : "[")
                        .append(set.replace("]", "\\]"))
                        .append(']');
                i = close;
            } else {
                boolean escape = c == '\\' && i + 1 < segment.length();
                i += escape ? 1 : 0;
                expression.append(Pattern.quote(String.valueOf(segment.charAt(i))));
            }
        }
        try {
            return Pattern.compile(expression.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            return Pattern.compile(Pattern.quote(segment));
        }
    }
}
