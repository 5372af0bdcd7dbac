package dev.sekisho.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the cases of a file. A line {@code === name} begins a case: its configuration, a line {@code ---}, its requests, and
 * files, each behind a line {@code <FILE name>}, or {@code <FILE name size>} for one of so many bytes.
 *
 * <p>A request is a line with method and target; indented lines behind it are fields, {@code > text} a line of the body, and
 * {@code @option value} what is beside the request:
 *
 * <ul>
 *   <li>{@code @repeat n}: so many times, {@code @pause ms}: so much later;
 *   <li>{@code @from address}: from that address of the loopback network; {@code @server 2}: to the second port;
 *   <li>{@code @chunked}: the body in chunks; {@code @size n}: a body of so many bytes; {@code @nohost}: without Host;
 *   <li>{@code @copies n}: services get so many requests, one behind the answer perhaps, so their order says nothing;
 *   <li>{@code @open}: later ones are sent while this one is still at the service;
 *   <li>{@code @differs}: a diagnostic announces that the answers are not the same.
 * </ul>
 *
 * <p>The end of a directive's line in the configuration tells what diagnostic is expected there: {@code # differs: CODE}. Of an
 * error, the case is refused and not played; otherwise each request that differs bears {@code @differs}, and a log named on
 * such a line is not compared. Where no line is marked, {@code @differs} means {@code nginx.general}, the list of what is never
 * as with nginx; where others are, {@code @differs nginx.general} does.
 */
final class NginxCorpus {

    private static final Path FOLDER = Path.of("src/test/resources/dev/sekisho/dialect/nginx/corpus");
    private static final Set<String> OPTIONS =
            Set.of("repeat", "pause", "from", "server", "chunked", "size", "nohost", "copies", "open", "differs");

    private NginxCorpus() {}

    /** All cases, by topic. */
    static Map<String, List<NginxCase>> read() throws IOException {
        Map<String, List<NginxCase>> topics = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".conf"))
                    .sorted()
                    .toList()) {
                String topic = file.getFileName().toString().replace(".conf", "");
                topics.put(topic, read(topic, Files.readString(file)));
            }
        }
        return topics;
    }

    private static List<NginxCase> read(String topic, String text) {
        List<NginxCase> cases = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String[] parts = ("\n" + text).split("\n=== ", -1);
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('\n');
            String name = parts[i].substring(0, end).strip();
            if (!names.add(name)) {
                throw new IllegalArgumentException(topic + "/" + name + " (expected: a name that no other case has)");
            }
            cases.add(one(topic, name, parts[i].substring(end + 1) + "\n"));
        }
        return cases;
    }

    private static NginxCase one(String topic, String name, String text) {
        String[] parts = text.split("\n<FILE ", -1);
        int line = parts[0].indexOf("---\n");
        if (line < 0) {
            throw new IllegalArgumentException(topic + "/" + name + " (expected: a line ---)");
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('>');
            String[] head = parts[i].substring(0, end).split(" ", -1);
            String content = parts[i].substring(end + 1).strip() + "\n";
            files.put(head[0], head.length > 1 ? filler(Integer.parseInt(head[1])) : content);
        }
        List<NginxRequest> requests = requests(parts[0].substring(line + 4));
        if (requests.isEmpty()) {
            throw new IllegalArgumentException(topic + "/" + name + " (expected: requests)");
        }
        return new NginxCase(topic, name, parts[0].substring(0, line), requests, files);
    }

    /** So many letters and digits. */
    static String filler(int size) {
        String line = "0123456789abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ\n";
        return line.repeat(size / line.length() + 1).substring(0, size);
    }

    private static List<NginxRequest> requests(String text) {
        List<NginxRequest> requests = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
            if (!line.startsWith(" ") && !lines.isEmpty()) {
                requests.add(request(lines));
                lines.clear();
            }
            lines.add(line);
        }
        if (!lines.isEmpty()) {
            requests.add(request(lines));
        }
        return requests;
    }

    private static NginxRequest request(List<String> lines) {
        List<String> fields = new ArrayList<>();
        List<String> body = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (String line :
                lines.subList(1, lines.size()).stream().map(String::strip).toList()) {
            switch (line.charAt(0)) {
                case '>' -> body.add(line.substring(1).strip());
                case '@' -> option(line, options);
                default -> fields.add(line);
            }
        }
        Optional<String> content = body.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", body));
        if (options.containsKey("size")) {
            content = Optional.of(filler(Integer.parseInt(options.get("size"))));
        }
        return new NginxRequest(lines.getFirst().strip(), List.copyOf(fields), content, options);
    }

    private static void option(String line, Map<String, String> options) {
        String[] words = line.substring(1).split(" ", 2);
        if (!OPTIONS.contains(words[0])) {
            throw new IllegalArgumentException(line + " (expected: an option of " + OPTIONS + ")");
        }
        options.put(words[0], words.length > 1 ? words[1] : "");
    }
}
