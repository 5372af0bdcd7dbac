package dev.sekisho.dialect.kong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.dialect.yaml.Golden;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/kong.md is as the schemas say. */
class EntityTableTest {

    @Test
    void table() throws IOException {
        Golden.check(Golden.project().resolve("docs/kong.md"), EntityTable.text());
    }

    @Test
    void remarksSpeakOfFieldsThatThereAre() {
        assertThat(EntityTable.fields()).containsAll(EntityTable.remarks());
    }

    /** Messages are found by reasons that the gateway has. */
    @Test
    void messagesAreForReasonsThatThereAre() {
        List<String> codes = Stream.of(Reason.values()).map(Reason::code).toList();
        assertThat(KongMessages.of(List.of()).keySet())
                .allMatch(key -> codes.contains(key) || key.matches("[45]\\d\\d"));
    }
}
