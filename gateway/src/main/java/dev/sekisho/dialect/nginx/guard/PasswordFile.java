package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.policy.basic.BasicConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of {@code auth_basic_user_file}, as nginx reads it: lines {@code name:password} or {@code name:password:comment}; of a name that is
 * there twice the first counts; lines that begin with # and those without a colon count nothing. Immutable.
 *
 * @param users password hashes by name, in the order of the file
 * @param unread numbers of lines, from 1, with a password in a form that cannot be checked here
 */
record PasswordFile(Map<String, String> users, List<Integer> unread) {

    /** Reads the lines. */
    static PasswordFile of(List<String> lines) {
        Map<String, String> users = new LinkedHashMap<>();
        List<Integer> unread = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int colon = line.indexOf(':');
            if (colon < 1 || line.startsWith("#")) {
                continue;
            }
            int end = line.indexOf(':', colon + 1);
            String hash = line.substring(colon + 1, end < 0 ? line.length() : end);
            String name = line.substring(0, colon);
            if (users.containsKey(name)) {
                continue;
            }
            if (!isWhole(name) || !isWhole(hash) || !BasicConfig.isHash(hash)) {
                unread.add(i + 1);
            } else {
                users.put(name, hash);
            }
        }
        return new PasswordFile(users, unread);
    }

    /** Without blanks at its ends, which would be lost, and without bytes that are no text. */
    private static boolean isWhole(String text) {
        return text.equals(text.strip())
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    /** All users in the form of htpasswd. */
    String text() {
        StringBuilder text = new StringBuilder();
        users.forEach((name, hash) -> text.append(name).append(':').append(hash).append('\n'));
        return text.toString();
    }
}
