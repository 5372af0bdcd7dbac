package dev.sekisho.cli.nginx;

import java.io.PrintWriter;
import java.util.Optional;

/**
 * The script that started this process and passes signals on to it, where there is one; nginx's master, so to speak. It says
 * by a system property where it runs, and learns by an exit code and a line that it is to go on in the background.
 */
final class Launcher {

    /** The exit code by which it starts the program again, in the background. */
    static final int TO_BACKGROUND = 77;

    private static final String READY = "\u0001ready";

    private final String where;

    private Launcher(String where) {
        this.where = where;
    }

    /** What started this process. */
    static Launcher current() {
        return new Launcher(System.getProperty("sekisho.launcher", ""));
    }

    /** Whether it can go on in the background, and has not. */
    boolean mayLeave() {
        return where.equals("foreground");
    }

    /** Whether this is the background. */
    boolean isBackground() {
        return where.equals("background");
    }

    /** Whether there is none. */
    boolean isMissing() {
        return where.isEmpty();
    }

    private Optional<ProcessHandle> handle() {
        return isMissing() ? Optional.empty() : ProcessHandle.current().parent();
    }

    /** The number of the process that signals are to be sent to. */
    long pid() {
        return handle().orElse(ProcessHandle.current()).pid();
    }

    /** Tells it that all is served, for it to let its caller go on. */
    void ready(PrintWriter err) {
        if (isBackground()) {
            err.println(READY);
        }
    }

    /** Calls the action where it is killed: what it cannot pass on any more would keep the ports for good. */
    void whenGone(Runnable action) {
        handle().ifPresent(launcher -> launcher.onExit().thenRun(action));
    }
}
