package dev.sekisho.policy.json;

/**
 * One change at one path.
 *
 * @param path where
 * @param action what
 */
record Edit(JsonPath path, Action action) {

    /** What becomes of the value at a path. */
    sealed interface Action {}

    /** It goes. */
    record Remove() implements Action {}

    /** It stays, and what no such edit leads to goes. */
    record Keep() implements Action {}

    /** It has another name in its object. */
    record Rename(JsonPath.Name to, byte[] quoted) implements Action {}

    /** Another value takes its place. */
    record Replace(JsonTemplate value) implements Action {}

    /** Another value takes its place, or is put where there is none. */
    record Set(JsonTemplate value) implements Action {}

    /** A value is put where there is none. */
    record Add(JsonTemplate value) implements Action {}

    /** A value is put behind the elements of an array. */
    record Append(JsonTemplate value) implements Action {}

    /** It is noted under a number, and goes. */
    record Take(int slot) implements Action {}

    /** It is noted under a number. */
    record Peek(int slot) implements Action {}

    /** What was noted under a number takes its place, or is put where there is none. */
    record Put(int slot) implements Action {}

    /** Whether it leads to an element of the container whose depth that is. */
    boolean leadsTo(int depth, byte[] text, int nameStart, int nameEnd) {
        return path.steps().get(depth) instanceof JsonPath.Name name && JsonScan.isName(text, nameStart, nameEnd, name);
    }

    boolean leadsTo(int depth, int element) {
        return switch (path.steps().get(depth)) {
            case JsonPath.Index(int number) -> number == element;
            case JsonPath.Each() -> true;
            case JsonPath.Name ignored -> false;
        };
    }

    /** Whether it leads to one element by its number. */
    boolean isNumbered(int depth) {
        return path.steps().get(depth) instanceof JsonPath.Index;
    }

    /** Whether its value stands in the container whose depth that is. */
    boolean endsAt(int depth) {
        return path.length() == depth + 1;
    }

    /** Whether it makes what is not there: what is left of its path are names. */
    boolean creates(int depth, Notes notes) {
        boolean wanted = switch (action) {
            case Set ignored -> true;
            case Add ignored -> true;
            case Append ignored -> true;
            case Put(int slot) -> notes.has(slot);
            default -> false;
        };
        return wanted && path.steps().subList(depth, path.length()).stream().allMatch(JsonPath.Name.class::isInstance);
    }
}
