package dev.sekisho.dialect.nginx.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.directive.ConfigCheck;
import dev.sekisho.dialect.nginx.doctor.Doctor;
import dev.sekisho.dialect.nginx.draft.Parts;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.socket.Sockets;
import dev.sekisho.dialect.nginx.stream.Streams;
import dev.sekisho.dialect.nginx.text.Texts;
import dev.sekisho.fuzz.Seeds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Any bytes give a tree, messages with their places and a configuration, within a time; no byte is lost; and what is read of
 * a tree that is written out again is the same tree.
 */
class NginxConfigFuzzTest {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void files(byte[] input) {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "files", NginxConfigFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        long start = System.nanoTime();
        String text = ConfigText.of(input);
        assertThat(ConfigText.bytes(text)).isEqualTo(input);
        ConfigTree tree = ConfigParser.parse(new One(text), "/nginx.conf", "");
        ConfigCheck.Result result = ConfigCheck.check(tree);
        Doctor.examine(tree, result)
                .forEach(found -> assertThat(found.message()).isNotEmpty());
        translate(ConfigReader.read(result.sound()), text);
        StringBuilder written = new StringBuilder();
        tree.main().directives().forEach(each -> write(each, written));
        if (tree.fault().isEmpty()) {
            ConfigTree again = ConfigParser.parse(new One(written.toString()), "/nginx.conf", "");
            assertThat(again.fault()).isEmpty();
            StringBuilder twice = new StringBuilder();
            again.main().directives().forEach(each -> write(each, twice));
            assertThat(twice.toString()).isEqualTo(written.toString());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        return tree.fault().isEmpty();
    }

    /** Whatever stands in it, sockets and streams come of it, and what they cannot be is told. */
    private static void translate(NginxConfig config, String text) {
        Report report = new Report();
        Translation in =
                new Translation(config, new One(text), "/", new Texts(config.http(), report), new Parts(), report);
        Sockets sockets = Sockets.of(in);
        config.http()
                .servers()
                .servers()
                .forEach(server -> assertThat(sockets.names(server)).containsAll(sockets.defaults(server)));
        assertThat(Streams.of(in))
                .allSatisfy(stream -> assertThat(stream.name()).isNotEmpty());
        assertThat(report.found())
                .allSatisfy(found -> assertThat(found.message()).isNotEmpty());
    }

    private static void write(Directive directive, StringBuilder text) {
        word(directive.name(), text);
        directive.texts().forEach(each -> word(each, text));
        text.append(directive.block().isPresent() ? "{\n" : ";\n");
        directive.inside().forEach(each -> write(each, text));
        text.append(directive.block().isPresent() ? "}\n" : "");
    }

    private static void word(String word, StringBuilder text) {
        text.append('"');
        text.append(word.replace("\\", "\\\\").replace("\"", "\\\""));
        text.append("\" ");
    }

    private record One(String text) implements ConfigFiles {
        @Override
        public Reading read(String path) {
            return path.equals("/nginx.conf") ? new Content(text) : new Failure("open", 2, "No such file or directory");
        }

        @Override
        public List<String> glob(String pattern) {
            return List.of();
        }
    }
}
