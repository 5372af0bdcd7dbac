package dev.sekisho.policy.cache.rule;

/** What in a request tells who the client is, beyond what is part of the key. */
public enum Personal {
    /** Nothing. */
    NO(0),
    /** Cookies. */
    COOKIES(3),
    /** Authorization, or a client that a policy knows. */
    IDENTITY(4);

    private final byte code;

    Personal(int code) {
        this.code = (byte) code;
    }

    /** A number that stays the same from version to version. */
    public byte code() {
        return code;
    }

    /**
     * The one of that number.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static Personal of(int code) {
        for (Personal personal : values()) {
            if (personal.code == code) {
                return personal;
            }
        }
        throw new IllegalArgumentException("personal: " + code + " (expected: 0, 3 or 4)");
    }
}
