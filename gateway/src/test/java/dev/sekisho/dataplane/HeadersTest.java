package dev.sekisho.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Removing several names at once. */
class HeadersTest {

    private final Headers headers = new Headers();

    private void add(String name) {
        headers.add(HeaderName.of(name), "v");
    }

    /** A field whose name nobody has interned, as a parser leaves it. */
    private void unknown(String name) {
        byte[] line = Ascii.bytes(name + ": v\r\n");
        headers.reserve(line.length);
        int start = headers.end();
        System.arraycopy(line, 0, headers.bytes(), start, line.length);
        headers.advance(start + line.length);
        int value = start + name.length() + 2;
        headers.index(null, start, start + name.length(), value, value + 1);
    }

    private static HeaderName[] names(String... names) {
        HeaderName[] all = new HeaderName[names.length];
        for (int i = 0; i < names.length; i++) {
            all[i] = HeaderName.of(names[i]);
        }
        return all;
    }

    @Test
    void allFieldsOfAllTheseNamesGo() {
        for (String name : new String[] {"Date", "X-A", "server", "X-B", "DATE", "X-C"}) {
            add(name);
        }
        headers.removeAll(names("date", "Server", "X-D"));
        assertThat(headers.toString()).isEqualTo("X-A: v\nX-B: v\nX-C: v\n");
    }

    @Test
    void namesThatTheParserDidNotKnowGoToo() {
        unknown("X-Unheard-Of-1");
        unknown("X-Unheard-Of-2");
        headers.removeAll(names("X-UNHEARD-OF-2"));
        assertThat(headers.toString()).isEqualTo("X-Unheard-Of-1: v\n");
    }

    @Test
    void whatIsRemovedStaysSo() {
        add("X-A");
        headers.remove(0);
        headers.removeAll(names("X-B"));
        headers.removeAll(names());
        assertThat(headers.toString()).isEmpty();
    }
}
