package dev.sekisho.dialect.yaml;

import dev.sekisho.policy.Policies;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files of docs/ that are made from the records are as the records say. */
class GeneratedFilesTest {

    private static final Map<String, Class<? extends Record>> POLICIES = Policies.configTypes();

    @Test
    void schema() throws Exception {
        Golden.check(Golden.project().resolve("docs/sekisho.schema.json"), JsonSchema.of(POLICIES));
    }

    @Test
    void reference() throws Exception {
        Golden.check(Golden.project().resolve("docs/configuration.md"), Reference.of(POLICIES));
    }
}
