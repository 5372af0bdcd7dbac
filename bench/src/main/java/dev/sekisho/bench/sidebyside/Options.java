package dev.sekisho.bench.sidebyside;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The command line.
 *
 * @param rounds measurements of each kind, of which the median is taken
 * @param seconds length of one measurement
 * @param scenarios names; all where empty
 * @param quick warm-ups of a second and small counts: shows that the harness works, not how fast anything is
 * @param write whether to write RESULTS.md instead of printing it
 */
record Options(int rounds, int seconds, List<String> scenarios, boolean quick, boolean write) {

    private static final int DEFAULT_ROUNDS = 3;
    private static final int DEFAULT_SECONDS = 5;
    private static final int IDLE_CONNECTIONS = 10_000;
    private static final int START_TRIES = 5;

    Options {
        scenarios = List.copyOf(scenarios);
    }

    /** @throws IllegalArgumentException with a text for the user */
    static Options parse(String[] args) {
        boolean quick = Arrays.asList(args).contains("--quick");
        int rounds = quick ? 1 : DEFAULT_ROUNDS;
        int seconds = quick ? 1 : DEFAULT_SECONDS;
        boolean write = false;
        List<String> scenarios = new ArrayList<>();
        Iterator<String> rest = Arrays.asList(args).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--quick" -> {}
                case "--write" -> write = true;
                case "--rounds" -> rounds = positive(option, value(option, rest));
                case "--seconds" -> seconds = positive(option, value(option, rest));
                case "--scenario" -> scenarios.add(value(option, rest));
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        return new Options(rounds, seconds, scenarios, quick, write);
    }

    /** The seconds to warm a proxy up that asks for so many. */
    int warmUp(int wanted) {
        return quick ? 1 : wanted;
    }

    int idleConnections() {
        return quick ? IDLE_CONNECTIONS / 10 : IDLE_CONNECTIONS;
    }

    int startTries() {
        return quick ? 2 : START_TRIES;
    }

    /** What made this run, for the results file. */
    String command() {
        StringBuilder text = new StringBuilder("bench/run");
        text.append(quick ? " --quick" : "");
        text.append(" --rounds ").append(rounds).append(" --seconds ").append(seconds);
        scenarios.forEach(name -> text.append(" --scenario ").append(name));
        return text.append(write ? " --write" : "").toString();
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + ": no value (expected: one)");
        }
        return rest.next();
    }

    private static int positive(String option, String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("%s: %s (expected: 1 to 9999)".formatted(option, text));
        }
        return Integer.parseInt(text);
    }
}
