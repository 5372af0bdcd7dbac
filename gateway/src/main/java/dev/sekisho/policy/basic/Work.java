package dev.sekisho.policy.basic;

/** What a look at a hash costs, by kind; amounts of one kind compare. Thread-safe. */
enum Work {
    /** Next to nothing. */
    NONE {
        @Override
        void spend(int from, int to, byte[] password) {}
    },
    /** A thousand rounds of MD5; the amount is 1. */
    MD5 {
        @Override
        void spend(int from, int to, byte[] password) {
            var unused = PasswordHash.Apr1.NOBODY.fits(password);
        }
    },
    /** Rounds of SHA-256. */
    SHA256 {
        @Override
        void spend(int from, int to, byte[] password) {
            var unused = ShaDigest.SHA256.of(password, SALT, to - from);
        }
    },
    /** Rounds of SHA-512. */
    SHA512 {
        @Override
        void spend(int from, int to, byte[] password) {
            var unused = ShaDigest.SHA512.of(password, SALT, to - from);
        }
    },
    /** The cost of bcrypt: one more is twice as much. */
    BCRYPT {
        @Override
        void spend(int from, int to, byte[] password) {
            if (from == 0) {
                Bcrypt.spend(to, password);
                return;
            }
            for (int more = from; more < to; more++) { // costs 4, 4 and 5 come to 6
                Bcrypt.spend(more, password);
            }
        }
    };

    private static final byte[] SALT = new byte[8];

    /** Spends the time that a look of amount {@code to} takes beyond one of amount {@code from}, which is less; 0 for none. */
    abstract void spend(int from, int to, byte[] password);
}
