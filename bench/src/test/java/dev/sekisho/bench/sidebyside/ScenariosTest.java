package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScenariosTest {

    private static final Pattern HELP = Pattern.compile("--scenario NAME ([^;]+);");

    @Test
    void theHelpNamesEveryScenario() throws IOException {
        Matcher help = HELP.matcher(Files.readString(Path.of("run")));
        assertThat(help.find()).isTrue();
        assertThat(List.of(help.group(1).strip().split(",\\s+")))
                .containsExactlyInAnyOrderElementsOf(Scenarios.names());
    }
}
