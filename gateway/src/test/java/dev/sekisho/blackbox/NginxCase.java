package dev.sekisho.blackbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A small configuration and requests.
 *
 * @param topic the file that it stands in, without its ending
 * @param name its name
 * @param text what stands inside {@code http}, or inside its only {@code server} where it has no line {@code server {}
 * @param requests requests, in order
 * @param files files beside it, by their names
 */
record NginxCase(String topic, String name, String text, List<NginxRequest> requests, Map<String, String> files) {

    private static final Pattern SERVER = Pattern.compile("^server \\{", Pattern.MULTILINE);
    private static final Pattern DIFFERS = Pattern.compile("# differs: (\\S+)");
    private static final String GENERAL = "nginx.general";
    private static final int HTTP = 2; // the line of http in the whole text
    private static final Pattern LOG = Pattern.compile("@OWN@/([\\w.-]+\\.log)");

    /** What the compilation has to say, and at which line of the whole text. */
    record Announced(int line, String code) {}

    /** Whether it has an http block of its own, so that it cannot share one with others. */
    boolean isAlone() {
        return SERVER.matcher(text).find();
    }

    /** What stands inside http. */
    String http() {
        return isAlone() ? text : "server {\nlisten @LISTEN@;\n" + text + "}\n";
    }

    /** The whole text, as nginx gets it where the case is alone. */
    String whole(UnaryOperator<String> filled) {
        return filled.apply("events {}\nhttp {\n" + log() + http() + "}\n");
    }

    /** Switches the log off that would go to a folder of the system. */
    String log() {
        return isAlone() && text.contains("access_log") ? "" : "access_log off;\n";
    }

    /**
     * Differences that diagnostics have to announce: those marked at lines, and what is never as with nginx where a request
     * differs by {@code @differs nginx.general}, or differs and no line is marked.
     */
    List<Announced> announced() {
        List<Announced> all = new ArrayList<>();
        List<String> lines = whole(UnaryOperator.identity()).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher told = DIFFERS.matcher(lines.get(i));
            if (told.find()) {
                all.add(new Announced(i + 1, told.group(1)));
            }
        }
        boolean general = requests.stream()
                .filter(each -> each.has("differs"))
                .anyMatch(each -> all.isEmpty() || each.option("differs", "").equals(GENERAL));
        if (general) {
            all.add(new Announced(HTTP, GENERAL));
        }
        return all;
    }

    /** Logs that it writes, by their file names, but for those in whose lines or formats a difference is marked. */
    List<String> logs() {
        List<String> formats = text.lines()
                .filter(each ->
                        each.startsWith("log_format ") && DIFFERS.matcher(each).find())
                .map(each -> " " + each.split(" ", -1)[1] + ";")
                .toList();
        return text.lines()
                .filter(each ->
                        !DIFFERS.matcher(each).find() && formats.stream().noneMatch(each::contains))
                .flatMap(each -> LOG.matcher(each).results())
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** The lines of a log that has one for each request, but for those of requests that differ; of another log all. */
    List<String> compared(List<String> log, List<NginxRequest> asked) {
        return log.size() != asked.size()
                ? log
                : IntStream.range(0, log.size())
                        .filter(i -> !asked.get(i).has("differs"))
                        .mapToObj(log::get)
                        .toList();
    }

    @Override
    public String toString() {
        return topic + "/" + name;
    }
}
