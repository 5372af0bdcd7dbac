package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.model.Retry;
import dev.sekisho.model.Retry.Cause;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a request goes to the next server: {@code proxy_next_upstream} and {@code grpc_next_upstream}, with their tries and
 * time. nginx asks each server once, at once, and sends what may have reached a server again only where its method is not
 * POST, LOCK or PATCH.
 *
 * @param causes the words of the directive
 * @param tries servers that are asked at most; 0 for all
 * @param millis time after which no other is asked; 0 for none
 * @param body largest body that is kept for another server, in bytes
 */
record NextUpstream(List<String> causes, long tries, long millis, long body) {

    private static final int MOST_ATTEMPTS = 100; // of the model; targets bound them
    private static final int ALL = 1_000_000;
    private static final long MOST_BODY = 1 << 20; // bytes held in memory
    private static final long USUAL_BODY = 1 << 20; // client_max_body_size
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final Retry.Backoff AT_ONCE =
            new Retry.Backoff(Retry.Backoff.Kind.IMMEDIATE, Duration.ofSeconds(1), Duration.ofSeconds(30), 0, false);

    /** No limit beyond the number of servers. */
    private static final Retry.Budget BUDGET = new Retry.Budget(1_000, 100_000);

    NextUpstream {
        causes = List.copyOf(causes);
    }

    /** What a place says. */
    static NextUpstream of(Settings settings, boolean grpc) {
        String name = (grpc ? "grpc" : "proxy") + "_next_upstream";
        long body = settings.bytes("client_max_body_size").orElse(USUAL_BODY);
        return new NextUpstream(
                settings.orDefault(name).map(each -> each.texts()).orElse(List.of()),
                Values.number(settings.text(name + "_tries")).orElse(0),
                settings.milliseconds(name + "_timeout").orElse(0),
                body == 0 ? MOST_BODY : Math.min(body, MOST_BODY));
    }

    private boolean isOff() {
        return causes.contains("off");
    }

    /** The statuses that are an answer of a server that has failed. */
    List<StatusPattern> statuses() {
        List<StatusPattern> statuses = new ArrayList<>();
        for (String cause : causes) {
            if (cause.startsWith("http_") && !isOff()) {
                int status = Integer.parseInt(cause.substring(5));
                statuses.add(new StatusPattern(status, status));
            }
        }
        return List.copyOf(statuses);
    }

    /** Whether a connection that takes too long to open is to be told from one that fails, which is not done here. */
    boolean tellsConnectTimeouts() {
        return !isOff() && causes.contains("error") != causes.contains("timeout");
    }

    /** Those of them that tell against the server: a 403 or 404 never does. */
    List<StatusPattern> failures() {
        return statuses().stream()
                .filter(status -> status.from() != 403 && status.from() != 404)
                .toList();
    }

    /** Which calls are made again. */
    Retry retry() {
        return new Retry(
                on().isEmpty() ? 0 : MOST_ATTEMPTS,
                on(),
                statuses(),
                List.of(),
                AT_ONCE,
                Optional.empty(),
                causes.contains("non_idempotent"),
                new Size(body),
                BUDGET,
                Optional.empty(),
                Optional.of(on().isEmpty() ? 1 : tries == 0 ? ALL : (int) Math.min(tries, ALL)),
                millis == 0 ? Optional.empty() : Optional.of(time()));
    }

    private Duration time() {
        Duration time = Duration.ofMillis(millis);
        return time.compareTo(LONGEST) > 0 ? LONGEST : time;
    }

    private List<Cause> on() {
        List<Cause> on = new ArrayList<>();
        if (causes.contains("error") && !isOff()) {
            on.add(Cause.CONNECT_FAILURE);
            on.add(Cause.RESET);
        }
        if (causes.contains("timeout") && !isOff()) {
            on.add(Cause.TIMEOUT);
        }
        if (causes.contains("invalid_header") && !isOff()) {
            on.add(Cause.INVALID);
        }
        if (!statuses().isEmpty()) {
            on.add(Cause.STATUS);
        }
        return List.copyOf(on);
    }
}
