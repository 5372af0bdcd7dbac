package dev.sekisho.cli.diff;

import dev.sekisho.cli.text.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Compares two configurations and prints what changes. For one thread. */
public final class Comparison {

    private static final int MOST_GROUPS = 50;

    private final Guide before;
    private final Guide after;
    private final PrintWriter out;
    private boolean different;

    /** Of the configuration before with the one after. */
    public Comparison(Guide before, Guide after, PrintWriter out) {
        this.before = before;
        this.after = after;
        this.out = out;
    }

    /** Whether something was different so far. */
    public boolean isDifferent() {
        return different;
    }

    /** Compares what is written. */
    public void models() {
        List<String> lines = ModelChanges.between(before.snapshot(), after.snapshot());
        out.println(lines.isEmpty() ? "The configurations are the same." : "Configuration");
        lines.forEach(line -> out.println("  " + line));
        different |= !lines.isEmpty();
    }

    /** Compares what becomes of requests that stand for those which the routes of both are about. */
    public void samples() {
        Samples samples = new Samples();
        samples.add(before.snapshot().model());
        samples.add(after.snapshot().model());
        Replay replay = new Replay(before, after);
        samples.all().forEach(replay::ask);
        print("Requests made from the patterns of both", replay);
        if (samples.unsampled() > 0) {
            String routes = Words.count(samples.unsampled(), "route");
            out.println("  none made for " + routes + " whose patterns are regular expressions");
        }
    }

    /**
     * Compares what becomes of requests in an access log.
     *
     * @param host that of lines which do not tell one
     */
    public void log(Path file, String host) throws IOException {
        AccessLogReader reader = new AccessLogReader(host);
        Replay replay = new Replay(before, after);
        reader.read(file, replay::ask);
        print("Requests of " + file, replay);
        if (reader.passedOver() > 0) {
            out.println(
                    "  " + Words.count(reader.passedOver(), "line") + " passed over: no request, or one that was cut");
        }
    }

    private void print(String title, Replay replay) {
        different |= replay.changed() > 0;
        out.println(title + ": " + replay.changed() + " of " + replay.asked() + " change");
        List<Replay.Group> groups = replay.groups();
        groups.stream()
                .limit(MOST_GROUPS)
                .flatMap(group -> group.lines().stream())
                .forEach(line -> out.println("  " + line));
        if (groups.size() > MOST_GROUPS) {
            out.println("  and " + (groups.size() - MOST_GROUPS) + " more changes");
        }
    }
}
