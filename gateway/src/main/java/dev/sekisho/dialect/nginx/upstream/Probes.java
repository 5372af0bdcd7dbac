package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.ActiveHealth;
import dev.sekisho.model.StatusPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** {@code health_check} and {@code match} of NGINX Plus as probes. Belongs to one translation. */
final class Probes {

    private static final Set<String> KNOWN =
            Set.of("interval", "fails", "passes", "uri", "match", "type", "grpc_service", "keepalive_time", "jitter");
    private static final int MOST = 255; // answers in a row
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(24);

    private final Translation in;
    private final Once once;

    Probes(Translation in, Once once) {
        this.in = in;
        this.once = once;
    }

    /** The probes that a place asks for; none where it asks for none. */
    Optional<ActiveHealth> of(Place place, Pass pass) {
        return place.settings().one("health_check").map(check -> probes(place, pass, check));
    }

    private ActiveHealth probes(Place place, Pass pass, Directive check) {
        if (once.first(check)) {
            report(check);
        }
        boolean grpc = value(check, "type").filter("grpc"::equals).isPresent();
        Duration interval = seconds(value(check, "interval"));
        int fails = number(value(check, "fails"));
        return new ActiveHealth(
                kind(grpc, pass.isSecure()),
                grpc ? "/" : value(check, "uri").orElse("/"),
                Optional.of(Encryption.withoutPort(pass.host())),
                grpc ? value(check, "grpc_service") : Optional.empty(),
                !pass.isSecure() || place.settings().isOn((pass.isGrpc() ? "grpc" : "proxy") + "_ssl_verify"),
                grpc ? List.of() : value(check, "match").map(this::statuses).orElse(List.of()),
                timeout(place, pass),
                new ActiveHealth.Healthy(interval, number(value(check, "passes"))),
                new ActiveHealth.Unhealthy(interval, fails, fails, fails));
    }

    private static ActiveHealth.Kind kind(boolean grpc, boolean secure) {
        if (grpc) {
            return secure ? ActiveHealth.Kind.GRPCS : ActiveHealth.Kind.GRPC;
        }
        return secure ? ActiveHealth.Kind.HTTPS : ActiveHealth.Kind.HTTP;
    }

    private static Duration timeout(Place place, Pass pass) {
        String name = (pass.isGrpc() ? "grpc" : "proxy") + "_read_timeout";
        Duration time = Duration.ofMillis(
                Math.max(1, place.settings().milliseconds(name).orElse(60_000)));
        return time.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : time;
    }

    private void report(Directive check) {
        for (String word : check.texts()) {
            int equals = word.indexOf('=');
            if (!KNOWN.contains(equals < 0 ? word : word.substring(0, equals))) {
                in.report()
                        .add(
                                DraftKinds.NOT_HONOURED,
                                check.at(),
                                check + " " + word
                                        + " is not honoured (expected: interval, fails, passes, uri, match, type)",
                                "remove it; a server counts as healthy until a probe says otherwise, and is probed at its own port");
            }
        }
        if (value(check, "jitter").isPresent()) {
            in.report()
                    .add(
                            DraftKinds.NO_EFFECT,
                            check.at(),
                            check + " jitter: targets are not probed in step anyway.",
                            "");
        }
    }

    /** The statuses of a {@code match}; everything else in it is not looked at, which is reported. */
    private List<StatusPattern> statuses(String name) {
        Optional<Directive> match = in.config().http().settings().all("match").stream()
                .filter(each -> each.arg(0).equals(name))
                .findFirst();
        List<StatusPattern> found = new ArrayList<>();
        for (Directive line : match.map(Directive::inside).orElse(List.of())) {
            if (line.name().equals("status") && !line.texts().contains("!")) {
                line.texts().forEach(text -> status(text).ifPresent(found::add));
            } else if (once.first(line)) {
                in.report()
                        .add(
                                DraftKinds.NOT_HONOURED,
                                line.at(),
                                line
                                        + " is not looked at in answers to probes (expected: status with those that are good)",
                                "let the service tell its health by the status alone");
            }
        }
        return List.copyOf(found);
    }

    private static Optional<StatusPattern> status(String text) {
        try {
            return Optional.of(StatusPattern.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> value(Directive directive, String name) {
        return directive.texts().stream()
                .filter(text -> text.startsWith(name + "="))
                .map(text -> text.substring(name.length() + 1))
                .reduce((first, last) -> last);
    }

    private static int number(Optional<String> text) {
        return (int)
                Math.clamp(text.map(Values::number).orElse(OptionalLong.of(1)).orElse(1), 1, MOST);
    }

    private static Duration seconds(Optional<String> text) {
        OptionalLong millis = text.map(Values::milliseconds).orElse(OptionalLong.of(5_000));
        Duration time = Duration.ofMillis(Math.max(1, millis.orElse(5_000)));
        return time.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : time;
    }
}
