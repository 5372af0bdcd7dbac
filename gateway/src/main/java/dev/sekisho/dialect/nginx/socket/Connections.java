package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.draft.Translation;
import java.util.OptionalLong;

/** How many connections may be open at once, by {@code worker_connections} and {@code worker_processes}. */
public final class Connections {

    private static final long MOST = 10_000_000;
    private static final int USUAL = 100_000;
    private static final long EACH = 512;

    private Connections() {}

    /** Those of all worker processes together, for each listener; nginx counts those to upstreams too. */
    public static int of(Translation in, Notes notes) {
        String workers = in.config().main().text("worker_processes");
        OptionalLong processes = Values.number(workers);
        if (processes.isPresent()) {
            long each = Values.number(in.config().events().text("worker_connections"))
                    .orElse(EACH);
            return (int) Math.clamp(Math.min(each, MOST) * Math.min(processes.getAsLong(), MOST), 1, MOST);
        }
        in.config()
                .events()
                .one("worker_connections")
                .ifPresent(said -> notes.differs(
                        said,
                        "with worker_processes " + workers
                                + " nobody knows for how many processes; each listener takes " + USUAL + " connections",
                        "write the number of worker_processes"));
        return USUAL;
    }
}
