package dev.sekisho.cli;

import dev.sekisho.dataplane.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The codes of diagnostics that the sources can give, read from the sources: literals of whole codes, the codes that are
 * made of a room's prefix and the first text among the arguments of {@code error}, {@code warning} and the like, and those of
 * constants that are used.
 */
final class EmittedCodes {

    private static final List<String> ROOMS = List.of("model", "dialect", "server", "cli", "snapshot");
    private static final Pattern PREFIX = Pattern.compile("\"([a-z]+\\.)\" \\+ code");
    private static final Pattern CALL = Pattern.compile("(?<!LOG\\.)\\b(?:error|warning|info|refuse|refused)\\(");
    private static final Pattern REFERENCE = Pattern.compile("\\bknown\\(\\s*\"([a-z]+)\"");
    private static final Pattern TELLS = Pattern.compile("new (Problem|Diagnostic)\\(|\\bFindings\\b");
    private static final Pattern CONSTANT = Pattern.compile(
            "DiagnosticKind (\\w+) =\\s*(?:new DiagnosticKind|(?:DiagnosticKind\\.)?(?:error|warning|info))\\(\\s*\"([a-z.0-9-]+)\"");
    private static final Pattern WORD = Pattern.compile("\"([a-z][a-z0-9-]*)\"");

    private final Map<Path, String> sources = new HashMap<>();
    private final Map<String, String> constants = new HashMap<>(); // by class and name, the code
    private final Set<String> codes = new TreeSet<>();

    private EmittedCodes() {}

    /**
     * All codes.
     *
     * @param root the folder of {@code dev.sekisho}
     * @param known what codes begin with, beside the prefixes that are found
     */
    static Set<String> of(Path root, Set<String> known) throws IOException {
        EmittedCodes emitted = new EmittedCodes();
        for (String room : ROOMS) {
            emitted.read(root.resolve(room));
        }
        emitted.wholes(known);
        emitted.composed();
        emitted.used();
        return emitted.codes;
    }

    private void read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(file -> file.toString().endsWith(".java")).toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString().replace(".java", "");
            if (name.endsWith("Kinds")) {
                constants(name, Files.readString(file));
                continue;
            }
            String text = Files.readString(file)
                    .replaceAll("(?ms)^\\s*/\\*\\*.*?\\*/", "")
                    .replaceAll("(?m)^\\s*//.*$", "");
            sources.put(file, text);
        }
    }

    /** Those of a class; one that its class itself uses, beside listing it, is used. */
    private void constants(String name, String text) {
        for (MatchResult found : CONSTANT.matcher(text).results().toList()) {
            constants.put(name + "." + found.group(1), found.group(2));
            long uses = Pattern.compile("\\b" + found.group(1) + "\\b")
                    .matcher(text)
                    .results()
                    .count();
            if (uses > 2) {
                codes.add(found.group(2));
            }
        }
    }

    private void used() {
        constants.forEach((name, code) -> {
            Pattern use = Pattern.compile("\\b" + Pattern.quote(name) + "\\b");
            if (sources.values().stream().anyMatch(text -> use.matcher(text).find())) {
                codes.add(code);
            }
        });
    }

    private void wholes(Set<String> known) {
        Pattern whole = Pattern.compile("\"((?:" + String.join("|", known) + ")\\.[a-z0-9-]*[a-z0-9])\"");
        sources.forEach((file, text) -> {
            boolean messages = file.toString().endsWith("Messages.java"); // texts for codes of answers
            if (!messages && file.toString().contains("/dialect/")
                    || TELLS.matcher(text).find()) {
                whole.matcher(text).results().forEach(found -> codes.add(found.group(1)));
            }
        });
        Set<String> reasons = Arrays.stream(Reason.values()).map(Reason::code).collect(Collectors.toSet());
        codes.removeIf(code -> code.endsWith(".yaml") || code.endsWith(".log") || reasons.contains(code));
    }

    private void composed() {
        sources.forEach((file, text) -> {
            Matcher prefix = PREFIX.matcher(text);
            if (prefix.find()) {
                boolean dialect = file.toString().contains("/dialect/");
                sources.forEach((other, body) -> {
                    if (other.equals(file) || dialect && isBeside(other, file)) {
                        calls(body).forEach(code -> codes.add(prefix.group(1) + code));
                    }
                });
            }
            if (text.contains("\"model.unknown-\" + kind")) {
                REFERENCE.matcher(text).results().forEach(found -> codes.add("model.unknown-" + found.group(1)));
            }
        });
    }

    /** In the same folder, or in the one whose readers all dialects share. */
    private static boolean isBeside(Path other, Path file) {
        String folder = folder(file);
        return folder(other).equals(folder) || folder(other).equals(folder.replaceFirst("[^/]*$", "document"));
    }

    private static String folder(Path file) {
        return file.toString().replaceFirst("/[^/]*$", "");
    }

    private static List<String> calls(String text) {
        List<String> found = new ArrayList<>();
        for (MatchResult call : CALL.matcher(text).results().toList()) {
            WORD.matcher(firstText(text, call.end())).results().forEach(word -> found.add(word.group(1)));
        }
        return found;
    }

    /** The first argument that holds a literal, of the call whose arguments begin there. */
    private static String firstText(String text, int start) {
        int depth = 0;
        int begin = start;
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && text.charAt(i - 1) != '\\') {
                quoted = !quoted;
            } else if (!quoted && (c == '(' || c == '[' || c == '{')) {
                depth++;
            } else if (!quoted && (c == ')' || c == ']' || c == '}')) {
                depth--;
            }
            if (!quoted && (depth < 0 || depth == 0 && c == ',')) {
                String argument = text.substring(begin, i);
                if (argument.indexOf('"') >= 0 || depth < 0) {
                    return argument;
                }
                begin = i + 1;
            }
        }
        return "";
    }
}
