package dev.sekisho.cli.test;

import java.util.HashMap;
import java.util.Map;

/**
 * How others answer while a case runs. Immutable, thread-safe.
 *
 * @param upstreams by name
 * @param elsewhere by URL without query
 */
record Script(Map<String, FakeAnswer> upstreams, Map<String, FakeAnswer> elsewhere) {

    /** Everybody answers 200. */
    static final Script EMPTY = new Script(Map.of(), Map.of());

    /** What a case says, and where it does not, its file. */
    static Script of(Cases file, Case one) {
        Map<String, FakeAnswer> upstreams = new HashMap<>(file.upstreams());
        upstreams.putAll(one.upstreams());
        Map<String, FakeAnswer> elsewhere = new HashMap<>(file.elsewhere());
        elsewhere.putAll(one.elsewhere());
        return new Script(Map.copyOf(upstreams), Map.copyOf(elsewhere));
    }
}
