package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void messagesFitOneLineAndNameNoFolders() {
        assertThat(Text.oneLine(new IOException("no cache\n  (see /home/me/target/aot.log), port 1/2")))
                .isEqualTo("no cache (see aot.log), port 1/2");
        assertThat(Text.oneLine(new IOException())).isEqualTo("IOException");
    }
}
