package dev.sekisho.dataplane.upstream;

import java.util.Map;

/**
 * The targets that a route may use, by their labels. Thread-safe: which members those are is found out once for each
 * {@link Members} and kept in an immutable note, which loops may write over one another.
 */
public final class Subset {

    /** Every target. */
    public static final Subset ALL = new Subset(Map.of());

    private final Map<String, String> labels;
    private Note note = new Note(Members.NONE, new boolean[0]);

    private record Note(Members members, boolean[] fits) {}

    /** The targets that have all of these labels. */
    public Subset(Map<String, String> labels) {
        this.labels = Map.copyOf(labels);
    }

    /** Whether every target belongs to it. */
    public boolean isAll() {
        return labels.isEmpty();
    }

    /** Whether the member of that number belongs to it. */
    boolean contains(Members members, int number) {
        return labels.isEmpty() || fits(members)[number];
    }

    private boolean[] fits(Members members) {
        Note known = note;
        if (known.members() != members) {
            boolean[] fits = new boolean[members.all().size()];
            for (int i = 0; i < fits.length; i++) {
                fits[i] = members.all().get(i).endpoint().labels().entrySet().containsAll(labels.entrySet());
            }
            known = new Note(members, fits);
            note = known;
        }
        return known.fits();
    }

    /** The labels, as they are written. */
    @Override
    public String toString() {
        return labels.toString();
    }
}
