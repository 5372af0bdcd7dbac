package dev.sekisho.policy.basic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reads the text of a file as htpasswd writes it: a line for each user, name, colon and hash; what follows a further colon is a comment. */
final class Htpasswd {

    private Htpasswd() {}

    /**
     * The hashes by user name.
     *
     * @throws IllegalArgumentException for a line of another form; its message gives the line's number and nothing of its text
     */
    static Map<String, PasswordHash> parse(String text) {
        Map<String, PasswordHash> users = new LinkedHashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(":", 3);
            if (parts.length < 2 || parts[0].isEmpty()) {
                throw wrong(i, "name:hash");
            }
            PasswordHash hash = PasswordHash.parse(parts[1]).orElseThrow(wrongHash(i));
            if (users.put(parts[0], hash) != null) {
                throw wrong(i, "each name once");
            }
        }
        if (users.isEmpty()) {
            throw new IllegalArgumentException("htpasswd: no user (expected: at least one line name:hash)");
        }
        return users;
    }

    private static Supplier<IllegalArgumentException> wrongHash(int line) {
        return () -> wrong(line, "a hash by " + PasswordHash.FORMS);
    }

    private static IllegalArgumentException wrong(int line, String expected) {
        return new IllegalArgumentException("htpasswd: line " + (line + 1) + " (expected: " + expected + ")");
    }
}
