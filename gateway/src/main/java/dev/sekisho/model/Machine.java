package dev.sekisho.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The machine that the gateway runs on. */
public final class Machine {

    private Machine() {}

    /** Its name in lower case, as the system tells it; nothing is looked up. May read a file. */
    public static String name() {
        return systemName().toLowerCase(Locale.ROOT);
    }

    private static String systemName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        }
    }
}
