package dev.sekisho.dialect.nginx;

import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.dialect.nginx.syntax.ConfigParser;
import dev.sekisho.dialect.nginx.syntax.ConfigText;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A text file: a configuration, a line {@code ----}, then what is expected. A line {@code <FILE name>} begins another file;
 * {@code <CR>} stands for a carriage return.
 */
public record Case(Path file, Map<String, String> files, String input, String expected) {

    /** The folder that configurations of cases are in, as far as they can tell. */
    public static final String FOLDER = "/conf/";

    private static final String MAIN = "nginx.conf";
    private static final String LINE = "\n----\n";
    private static final boolean UPDATE = Boolean.getBoolean("sekisho.update");

    /** The cases of a folder under the resources of the dialect. */
    public static List<Case> all(String folder) throws IOException {
        Path here = Path.of("src/test/resources/dialect/nginx", folder);
        try (Stream<Path> files = Files.list(here)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(Case::read)
                    .toList();
        }
    }

    private static Case read(Path file) {
        try {
            String text = Files.readString(file);
            int line = ("\n" + text).indexOf(LINE);
            String input = line < 0 ? text : text.substring(0, line);
            String expected = line < 0 ? "" : text.substring(line + LINE.length() - 1);
            return new Case(file, files(input), input, expected);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static Map<String, String> files(String input) {
        Map<String, String> files = new LinkedHashMap<>();
        String name = MAIN;
        StringBuilder text = new StringBuilder();
        for (String line : input.split("(?<=\n)")) {
            if (line.startsWith("<FILE ")) {
                files.put(name, text.toString().replace("<CR>", "\r"));
                name = line.strip().substring(6, line.strip().length() - 1);
                text.setLength(0);
            } else {
                text.append(line);
            }
        }
        files.put(name, text.toString().replace("<CR>", "\r"));
        return files;
    }

    /** Its name. */
    public String name() {
        return file.getFileName().toString().replace(".txt", "");
    }

    /** Writes what is expected anew, where tests are run with {@code -Dsekisho.update=true}. */
    public Case updated(String actual) throws IOException {
        if (!UPDATE) {
            return this;
        }
        Files.writeString(file, input + "----\n" + actual);
        return new Case(file, files, input, actual);
    }

    /** Its tree. */
    public ConfigTree tree() {
        return tree(files);
    }

    /** The tree of a text. */
    public static ConfigTree tree(String text) {
        return tree(Map.of(MAIN, text));
    }

    /** The tree of files by their names, {@code nginx.conf} among them. */
    public static ConfigTree tree(Map<String, String> files) {
        return ConfigParser.parse(new Memory(files), FOLDER + MAIN, "");
    }

    /** Files in memory, all of one folder. */
    public record Memory(Map<String, String> files) implements ConfigFiles {
        @Override
        public Reading read(String path) {
            String text = path.startsWith(FOLDER) ? files.get(path.substring(FOLDER.length())) : null;
            return text == null
                    ? new Failure("open", 2, "No such file or directory")
                    : new Content(ConfigText.of(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public List<String> glob(String pattern) {
            String regex = pattern.replace(".", "\\.").replace("*", "[^/]*").replace("?", "[^/]");
            return files.keySet().stream()
                    .map(name -> FOLDER + name)
                    .filter(name -> name.matches(regex))
                    .sorted()
                    .toList();
        }
    }
}
