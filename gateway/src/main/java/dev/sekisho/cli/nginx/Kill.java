package dev.sekisho.cli.nginx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Sends signals to processes by kill(1), since Java knows only two of them. */
final class Kill {

    private Kill() {}

    /** Sends a signal; gives the reason where that fails. */
    static Optional<String> send(String signal, String pid) throws InterruptedException {
        if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
            return Optional.of("3: No such process");
        }
        try {
            Process kill = new ProcessBuilder("kill", "-s", signal, pid)
                    .redirectErrorStream(true)
                    .start();
            String text = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return kill.waitFor() == 0 ? Optional.empty() : Optional.of(text.strip());
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
