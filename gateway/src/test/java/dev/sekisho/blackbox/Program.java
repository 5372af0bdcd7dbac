package dev.sekisho.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A program of the system that a test uses as its other side. */
final class Program {

    private static final int PATIENCE_SECONDS = 60;

    private Program() {}

    /** Whether it can be started and says what version it is. */
    static boolean isThere(String... version) {
        try {
            return run(version).code() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** What it ended with, and all that it printed. */
    record Result(int code, String output) {}

    /** Runs it to its end. */
    static Result run(String... command) throws IOException {
        Path output = Files.createTempFile("sekisho-program", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command[0] + " does not end: " + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command[0] + ": interrupted", e);
        } finally {
            Files.delete(output);
        }
    }
}
