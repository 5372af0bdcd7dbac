package dev.sekisho.server.discovery;

/** Why a look-up found nothing. */
final class LookupFailure extends Exception {

    private static final long serialVersionUID = 1;

    /** What the servers did. */
    enum Kind {
        /** There is no such name, or it has no such records. */
        ABSENT,
        /** They answered, but could not find out. */
        REFUSED,
        /** None answered. */
        SILENT
    }

    private final Kind kind;

    LookupFailure(Kind kind, String reason) {
        super(reason, null, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** The reason, in a few words. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
