package dev.sekisho.bench.sidebyside;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Prints every single measurement as it is made, and keeps it as a line of JSON. */
final class Recorder implements AutoCloseable {

    private final BufferedWriter file;

    private Recorder(BufferedWriter file) {
        this.file = file;
    }

    static Recorder open(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return new Recorder(Files.newBufferedWriter(file));
    }

    /** A measurement under load. */
    void load(String scenario, String subject, int round, Measurement m) throws IOException {
        write(
                scenario,
                subject,
                round,
                "\"cpuMicros\":%.2f,\"requestsPerSecond\":%.0f,\"p50Micros\":%.0f,\"p99Micros\":%.0f,"
                                .formatted(m.cpuMicros(), m.requestsPerSecond(), m.p50Micros(), m.p99Micros())
                        + "\"residentBytes\":%.0f,\"failures\":%.0f".formatted(m.residentBytes(), m.failures()));
    }

    /** A single figure. */
    void figure(String scenario, String subject, int round, String name, double value) throws IOException {
        write(scenario, subject, round, "\"%s\":%.3f".formatted(name, value));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void write(String scenario, String subject, int round, String figures) throws IOException {
        String line = "{\"time\":\"%s\",\"scenario\":\"%s\",\"subject\":\"%s\",\"round\":%d,%s}"
                .formatted(Instant.now(), scenario, subject, round, figures);
        System.out.println(line);
        file.write(line);
        file.newLine();
        file.flush();
    }
}
