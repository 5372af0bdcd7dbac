package dev.sekisho.cli.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.model.Address;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordsTest {

    @Test
    void a_copy_has_all_but_what_is_changed() {
        assertThat(Records.with(new Address("a", 1), Map.of("port", 2))).isEqualTo(new Address("a", 2));
    }

    /** Else a component that is renamed would be left as it is, and a rehearsal would look a name up. */
    @Test
    void a_component_that_there_is_not_is_refused() {
        assertThatThrownBy(() -> Records.with(new Address("a", 1), Map.of("prot", 2)))
                .hasMessage("[prot] (expected: components of Address)");
    }
}
