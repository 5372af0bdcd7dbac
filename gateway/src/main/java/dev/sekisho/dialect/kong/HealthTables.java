package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.kong.entity.Schema;
import dev.sekisho.dialect.kong.entity.Type;
import java.util.stream.IntStream;

/** The fields of an upstream's health checks. */
final class HealthTables {

    private static final long MAX_COUNT = 255;
    private static final double MAX_SECONDS = 65_535;
    private static final Type STATUS = new Type.Whole(100, 999);

    private static final String[] PASSIVE_HEALTHY = IntStream.concat(
                    IntStream.rangeClosed(200, 208),
                    IntStream.concat(IntStream.of(226), IntStream.rangeClosed(300, 308)))
            .mapToObj(Integer::toString)
            .toArray(String[]::new);

    static final Schema ACTIVE_HEALTHY = Schema.of("healthy")
            .decimal("interval", 0, 0, MAX_SECONDS)
            .list("http_statuses", STATUS, "200", "302")
            .whole("successes", 0, 0, MAX_COUNT);

    static final Schema ACTIVE_UNHEALTHY = Schema.of("unhealthy")
            .decimal("interval", 0, 0, MAX_SECONDS)
            .list("http_statuses", STATUS, "429", "404", "500", "501", "502", "503", "504", "505")
            .whole("tcp_failures", 0, 0, MAX_COUNT)
            .whole("timeouts", 0, 0, MAX_COUNT)
            .whole("http_failures", 0, 0, MAX_COUNT);

    static final Schema ACTIVE = Schema.of("active")
            .choice("type", "http", "https", "tcp", "grpc", "grpcs")
            .decimal("timeout", 1, 0.001, MAX_SECONDS)
            .whole("concurrency", 10, 1, Integer.MAX_VALUE)
            .excused(Kinds.NO_EFFECT, "probes of different targets do not wait for each other", "remove it")
            .text("http_path", "/")
            .text("https_sni")
            .truth("https_verify_certificate", true)
            .map("headers", new Type.ListOf(new Type.Text()))
            .fields("healthy", () -> ACTIVE_HEALTHY)
            .fields("unhealthy", () -> ACTIVE_UNHEALTHY);

    static final Schema PASSIVE_GOOD =
            Schema.of("healthy").list("http_statuses", STATUS, PASSIVE_HEALTHY).whole("successes", 0, 0, MAX_COUNT);

    static final Schema PASSIVE_BAD = Schema.of("unhealthy")
            .list("http_statuses", STATUS, "429", "500", "503")
            .whole("tcp_failures", 0, 0, MAX_COUNT)
            .whole("timeouts", 0, 0, MAX_COUNT)
            .whole("http_failures", 0, 0, MAX_COUNT);

    static final Schema PASSIVE = Schema.of("passive")
            .choice("type", "http", "https", "tcp", "grpc", "grpcs")
            .fields("healthy", () -> PASSIVE_GOOD)
            .fields("unhealthy", () -> PASSIVE_BAD);

    static final Schema HEALTHCHECKS = Schema.of("healthchecks")
            .fields("active", () -> ACTIVE)
            .fields("passive", () -> PASSIVE)
            .decimal("threshold", 0, 0, 100);

    private HealthTables() {}
}
