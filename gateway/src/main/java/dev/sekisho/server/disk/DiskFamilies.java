package dev.sekisho.server.disk;

import dev.sekisho.policy.BlobStore;
import dev.sekisho.telemetry.metrics.Family;
import dev.sekisho.telemetry.metrics.MetricsRegistry;
import dev.sekisho.telemetry.metrics.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Metrics of what is kept on disks, by directory. */
public final class DiskFamilies {

    private static final String DIRECTORY = "directory";

    private DiskFamilies() {}

    /** Adds them to a page. */
    public static void addTo(MetricsRegistry registry, DiskRoom room) {
        gauge(registry, room, "bytes", "Bytes of the files of a disk cache.", BlobStore.Stats::bytes);
        gauge(registry, room, "entries", "Entries of a disk cache.", BlobStore.Stats::entries);
        gauge(registry, room, "segments", "Files of a disk cache.", BlobStore.Stats::segments);
        registry.add(
                Family.Head.counter(
                        "api_gateway_disk_reads_total", "Looks into a disk cache, by result.", DIRECTORY, "result"),
                () -> reads(room));
        registry.add(
                Family.Head.counter(
                        "api_gateway_disk_writes_total",
                        "What became of bodies and changes for a disk cache.",
                        DIRECTORY,
                        "result"),
                () -> writes(room));
        registry.add(
                Family.Head.counter(
                        "api_gateway_disk_removed_total",
                        "Entries that left a disk cache unasked, by reason.",
                        DIRECTORY,
                        "reason"),
                () -> removed(room));
        registry.add(
                Family.Head.counter(
                        "api_gateway_disk_errors_total",
                        "Errors of the file system of a disk cache.",
                        DIRECTORY,
                        "operation"),
                () -> errors(room));
    }

    private static void gauge(
            MetricsRegistry registry, DiskRoom room, String name, String help, ToLongFunction<BlobStore.Stats> value) {
        registry.add(Family.Head.gauge("api_gateway_disk_" + name, help, DIRECTORY), () -> {
            List<Sample> samples = new ArrayList<>();
            room.stats().forEach((path, stats) -> samples.add(new Sample(value.applyAsLong(stats), path)));
            return samples;
        });
    }

    private static List<Sample> reads(DiskRoom room) {
        List<Sample> samples = new ArrayList<>();
        room.stats().forEach((path, stats) -> {
            samples.add(new Sample(stats.hits(), path, "hit"));
            samples.add(new Sample(stats.misses(), path, "miss"));
            samples.add(new Sample(stats.busy(), path, "busy"));
        });
        return samples;
    }

    private static List<Sample> writes(DiskRoom room) {
        List<Sample> samples = new ArrayList<>();
        room.stats().forEach((path, stats) -> {
            samples.add(new Sample(stats.written(), path, "written"));
            samples.add(new Sample(stats.dropped(), path, "dropped"));
        });
        return samples;
    }

    private static List<Sample> removed(DiskRoom room) {
        List<Sample> samples = new ArrayList<>();
        room.stats().forEach((path, stats) -> {
            samples.add(new Sample(stats.evicted(), path, "space"));
            samples.add(new Sample(stats.expired(), path, "time"));
            samples.add(new Sample(stats.damaged(), path, "damage"));
        });
        return samples;
    }

    private static List<Sample> errors(DiskRoom room) {
        List<Sample> samples = new ArrayList<>();
        room.stats().forEach((path, stats) -> {
            samples.add(new Sample(stats.readErrors(), path, "read"));
            samples.add(new Sample(stats.writeErrors(), path, "write"));
        });
        return samples;
    }
}
