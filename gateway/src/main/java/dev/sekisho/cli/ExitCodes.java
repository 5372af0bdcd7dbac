package dev.sekisho.cli;

/** What the process tells its caller. Stable: scripts depend on it. */
final class ExitCodes {

    /** All is well. */
    static final int OK = 0;

    /** Warnings, which {@code --strict} counts. */
    static final int WARNINGS = 1;

    /** The configuration is refused, or the gateway cannot start. */
    static final int REFUSED = 2;

    /** The command line itself is wrong. */
    static final int USAGE = 2;

    /** A defect of the program (EX_SOFTWARE of sysexits.h). */
    static final int DEFECT = 70;

    private ExitCodes() {}
}
