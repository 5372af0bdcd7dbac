package dev.sekisho.cli.nginx;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was given on a command line of nginx. Immutable.
 *
 * @param help whether its usage is asked for
 * @param version whether its version is asked for
 * @param details whether how it was built is asked for, too
 * @param test whether the configuration is to be tested
 * @param dump whether it is to be printed
 * @param quiet whether only errors are to be told
 * @param signal what a running process is to be told; empty for nothing
 * @param file the configuration; empty for the default
 * @param prefix the folder that relative names of logs and the like start from; empty for the default
 * @param errorLog where errors go; empty for the default
 * @param globals directives that count before those of the file
 */
record NginxOptions(
        boolean help,
        boolean version,
        boolean details,
        boolean test,
        boolean dump,
        boolean quiet,
        String signal,
        String file,
        String prefix,
        String errorLog,
        String globals) {

    private static final Set<String> SIGNALS = Set.of("stop", "quit", "reopen", "reload");

    /** A command line that cannot be read; the message is nginx's. */
    @SuppressWarnings("serial")
    static final class InvalidOptionException extends Exception {
        InvalidOptionException(String message) {
            super(message, null, false, false);
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    /** Reads a command line: letters may share a dash, and a value may follow its letter with or without a blank. */
    static NginxOptions parse(List<String> arguments) throws InvalidOptionException {
        Reader reader = new Reader();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (!word.startsWith("-")) {
                throw new InvalidOptionException("invalid option: \"" + word + "\"");
            }
            Optional<String> next = i + 1 < arguments.size() ? Optional.of(arguments.get(i + 1)) : Optional.empty();
            i += reader.word(word, next) ? 1 : 0;
        }
        return reader.options();
    }

    private static final class Reader {
        private final StringBuilder letters = new StringBuilder();
        private String signal = "";
        private String file = "";
        private String prefix = "";
        private String errorLog = "";
        private String globals = "";

        /** Whether the next argument was its value. */
        boolean word(String word, Optional<String> next) throws InvalidOptionException {
            for (int i = 1; i < word.length(); i++) {
                char letter = word.charAt(i);
                if ("?hvVtTq".indexOf(letter) >= 0) {
                    letters.append(letter);
                } else if ("specg".indexOf(letter) >= 0) {
                    String rest = word.substring(i + 1);
                    String value = rest.isEmpty() ? next.orElse("") : rest;
                    if (value.isEmpty()) {
                        throw new InvalidOptionException(missing(letter));
                    }
                    value(letter, value);
                    return rest.isEmpty();
                } else {
                    throw new InvalidOptionException("invalid option: \"" + letter + "\"");
                }
            }
            return false;
        }

        private static String missing(char letter) {
            return "option \"-" + letter + "\" requires "
                    + switch (letter) {
                        case 'p' -> "directory name";
                        case 'c', 'e' -> "file name";
                        default -> "parameter";
                    };
        }

        private void value(char letter, String value) throws InvalidOptionException {
            switch (letter) {
                case 's' -> {
                    if (!SIGNALS.contains(value)) {
                        throw new InvalidOptionException("invalid option: \"-s " + value + "\"");
                    }
                    signal = value;
                }
                case 'p' -> prefix = value;
                case 'c' -> file = value;
                case 'e' -> errorLog = value;
                default -> globals = value;
            }
        }

        private boolean has(String any) {
            return any.chars().anyMatch(letter -> letters.indexOf(Character.toString(letter)) >= 0);
        }

        NginxOptions options() {
            return new NginxOptions(
                    has("?h"),
                    has("?hvV"),
                    has("V"),
                    has("tT"),
                    has("T"),
                    has("q"),
                    signal,
                    file,
                    prefix,
                    errorLog,
                    globals);
        }
    }
}
