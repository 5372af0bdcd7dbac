package dev.sekisho.telemetry.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.sekisho.telemetry.metrics.Family.Head;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What the process and its virtual machine use; read at each scrape, so that the start pays nothing. */
final class RuntimeFamilies {

    private static final long PAGE = 4096; // bytes; /proc counts in pages
    private static final Path STATM = Path.of("/proc/self/statm");

    private RuntimeFamilies() {}

    /** All families with their values. */
    static List<Family> all() {
        List<Family> all = new ArrayList<>();
        process(all);
        memory(all);
        collectors(all);
        var threads = ManagementFactory.getThreadMXBean();
        one(all, Head.gauge("api_gateway_jvm_threads", "Platform threads alive"), threads.getThreadCount());
        return all;
    }

    private static void one(List<Family> all, Head head, double value) {
        all.add(new Family(head, () -> List.of(new Sample(value))));
    }

    private static void process(List<Family> all) {
        one(
                all,
                Head.gauge("api_gateway_process_start_time_seconds", "Start of the process, seconds since 1970"),
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            one(
                    all,
                    Head.counter("api_gateway_process_cpu_seconds_total", "CPU time used, user and system"),
                    system.getProcessCpuTime() / 1e9);
            one(
                    all,
                    Head.gauge("api_gateway_process_open_fds", "File descriptors open"),
                    system.getOpenFileDescriptorCount());
            one(
                    all,
                    Head.gauge("api_gateway_process_max_fds", "File descriptors allowed"),
                    system.getMaxFileDescriptorCount());
        }
        OptionalDouble resident = resident();
        if (resident.isPresent()) {
            one(
                    all,
                    Head.gauge("api_gateway_process_resident_memory_bytes", "Memory resident"),
                    resident.getAsDouble());
        }
    }

    /** The second field of /proc/self/statm; nothing on systems without it. */
    private static OptionalDouble resident() {
        try {
            return Files.exists(STATM)
                    ? OptionalDouble.of(Long.parseLong(Files.readString(STATM).split(" ")[1]) * (double) PAGE)
                    : OptionalDouble.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static void memory(List<Family> all) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage rest = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        areas(all, "api_gateway_jvm_memory_used_bytes", "Memory used", heap.getUsed(), rest.getUsed());
        areas(all, "api_gateway_jvm_memory_committed_bytes", "Memory kept", heap.getCommitted(), rest.getCommitted());
        areas(all, "api_gateway_jvm_memory_max_bytes", "Memory allowed, -1 for no limit", heap.getMax(), rest.getMax());
        List<Sample> pools = new ArrayList<>();
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            pools.add(new Sample(pool.getMemoryUsed(), pool.getName()));
        }
        all.add(new Family(
                Head.gauge("api_gateway_jvm_buffer_pool_used_bytes", "Memory of buffers outside the heap", "pool"),
                () -> pools));
        long direct = PlatformDependent.usedDirectMemory();
        if (direct >= 0) {
            one(all, Head.gauge("api_gateway_netty_direct_memory_bytes", "Direct memory that Netty counts"), direct);
        }
    }

    private static void areas(List<Family> all, String name, String help, long heap, long rest) {
        List<Sample> samples = List.of(new Sample(heap, "heap"), new Sample(rest, "nonheap"));
        all.add(new Family(Head.gauge(name, help, "area"), () -> samples));
    }

    private static void collectors(List<Family> all) {
        List<Sample> runs = new ArrayList<>();
        List<Sample> seconds = new ArrayList<>();
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            runs.add(new Sample(Math.max(0, collector.getCollectionCount()), collector.getName()));
            seconds.add(new Sample(Math.max(0, collector.getCollectionTime()) / 1000.0, collector.getName()));
        }
        all.add(new Family(
                Head.counter("api_gateway_jvm_gc_collections_total", "Garbage collections", "gc"), () -> runs));
        all.add(new Family(
                Head.counter("api_gateway_jvm_gc_seconds_total", "Time of garbage collections", "gc"), () -> seconds));
    }
}
