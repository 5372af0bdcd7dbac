package dev.sekisho.policy.hmac;

import dev.sekisho.dataplane.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What stands behind the scheme: {@code username="…", algorithm="…", headers="…", signature="…"}, each once, in any order, and
 * nothing else. Names in small letters, values in quotation marks without escapes. Immutable.
 *
 * @param username who signed
 * @param algorithm how
 * @param signed names of fields, {@code request-line} and {@code @request-target}, as they were written; each once
 * @param signature in base64; not to be changed
 */
record Parameters(String username, HmacConfig.Algorithm algorithm, List<String> signed, byte[] signature) {

    /** Longest text that is looked at, bytes. */
    static final int LONGEST = 4096;

    /** Most names that may be signed. */
    static final int MOST_NAMES = 50;

    static final String REQUEST_LINE = "request-line";
    static final String REQUEST_TARGET = "@request-target";

    /**
     * Reads a range.
     *
     * @throws BadSignature where it has another form; the message shows nothing of the text
     */
    static Parameters parse(byte[] bytes, int start, int end) throws BadSignature {
        if (end - start > LONGEST) {
            throw new BadSignature("parameters of more than " + LONGEST + " bytes");
        }
        Reader reader = new Reader(bytes, start, end);
        reader.run();
        return new Parameters(
                reader.text("username"),
                algorithm(reader.text("algorithm")),
                names(reader.text("headers")),
                reader.text("signature").getBytes(StandardCharsets.UTF_8));
    }

    private static HmacConfig.Algorithm algorithm(String text) throws BadSignature {
        for (HmacConfig.Algorithm algorithm : HmacConfig.Algorithm.values()) {
            if (algorithm.toString().equals(text)) {
                return algorithm;
            }
        }
        throw new BadSignature("an unknown algorithm");
    }

    private static List<String> names(String text) throws BadSignature {
        List<String> names = List.of(text.split(" ", MOST_NAMES + 1));
        if (names.size() > MOST_NAMES) {
            throw new BadSignature("headers: more than " + MOST_NAMES + " names");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!isName(name)) {
                throw new BadSignature("headers: what is no name of a field, or not one space between two");
            }
            if (name.equalsIgnoreCase(REQUEST_LINE) && !name.equals(REQUEST_LINE)) {
                throw new BadSignature("headers: request-line in capitals, which a field could stand for");
            }
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new BadSignature("headers: a name twice");
            }
        }
        return names;
    }

    /** The name of a field, or what stands for the request line or its target. */
    static boolean isName(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return text.equals(REQUEST_TARGET) || bytes.length > 0 && Tokens.isToken(bytes, 0, bytes.length);
    }

    /** The first of these that was not signed. */
    Optional<String> missing(List<String> wanted) {
        return wanted.stream()
                .filter(name -> signed.stream().noneMatch(name::equalsIgnoreCase))
                .findFirst();
    }

    /** Without the signature. */
    @Override
    public String toString() {
        return "Parameters[" + username + ", " + algorithm + ", " + signed + "]";
    }

    /** Reads one text, once. */
    private static final class Reader {

        private static final List<String> NAMES = List.of("username", "algorithm", "headers", "signature");

        private final byte[] bytes;
        private final int end;
        private final int[] starts = new int[NAMES.size()]; // 0 where it was not there, since a mark stands before
        private final int[] ends = new int[NAMES.size()];
        private int at;

        Reader(byte[] bytes, int start, int end) {
            this.bytes = bytes;
            this.at = start;
            this.end = end;
        }

        void run() throws BadSignature {
            blanks();
            parameter();
            for (blanks(); at < end; blanks()) {
                expect(',');
                blanks();
                parameter();
            }
        }

        private void parameter() throws BadSignature {
            int name = name();
            if (starts[name] != 0) {
                throw new BadSignature("a parameter twice");
            }
            expect('=');
            expect('"');
            starts[name] = at;
            while (at < end && bytes[at] != '"') {
                if (bytes[at] == '\\' || bytes[at] >= 0 && bytes[at] < ' ' || bytes[at] == 0x7F) {
                    throw new BadSignature("a backslash or control character in a parameter");
                }
                at++;
            }
            ends[name] = at;
            expect('"');
        }

        private int name() throws BadSignature {
            int start = at;
            while (at < end && bytes[at] >= 'a' && bytes[at] <= 'z') {
                at++;
            }
            int name = NAMES.indexOf(new String(bytes, start, at - start, StandardCharsets.US_ASCII));
            if (name >= 0) {
                return name;
            }
            throw new BadSignature("a parameter other than username, algorithm, headers and signature");
        }

        private void expect(char wanted) throws BadSignature {
            if (at == end || bytes[at] != wanted) {
                throw new BadSignature("parameters of another form than name=\"value\" with commas between");
            }
            at++;
        }

        private void blanks() {
            while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
                at++;
            }
        }

        String text(String name) throws BadSignature {
            int number = NAMES.indexOf(name);
            int start = starts[number];
            if (start == 0 || start == ends[number]) {
                throw new BadSignature("no " + name);
            }
            return new String(bytes, start, ends[number] - start, StandardCharsets.UTF_8);
        }
    }
}
