package dev.sekisho.policy;

/** Challenges that say which credential would do (RFC 9110 section 11.6.1). */
public final class Challenges {

    private Challenges() {}

    /**
     * A scheme with a realm, such as {@code Basic realm="shop"}.
     *
     * @throws IllegalArgumentException where the realm cannot stand in a quoted string (RFC 9110 section 5.6.4)
     */
    public static String realm(String scheme, String realm) {
        for (char c : realm.toCharArray()) {
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                throw new IllegalArgumentException("realm: " + FieldNames.printable(realm)
                        + " (expected: printable ASCII without quotation mark and backslash)");
            }
        }
        return scheme + " realm=\"" + realm + "\"";
    }
}
