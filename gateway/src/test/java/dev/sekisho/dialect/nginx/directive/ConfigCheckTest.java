package dev.sekisho.dialect.nginx.directive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.Case;
import dev.sekisho.dialect.nginx.Nginx;
import dev.sekisho.dialect.nginx.syntax.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What nginx says of small configurations, to the letter: its warnings and the error with which it ends, or nothing. The
 * recorded words are nginx's; where nginx is installed it is asked again, and with {@code -Dsekisho.update=true} they are
 * recorded anew.
 */
class ConfigCheckTest {

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> nginxSaysWhatIsRecorded() throws IOException {
        return oracle("conf", "");
    }

    @TestFactory
    Stream<DynamicTest> weSayWhatNginxSays() throws IOException {
        return Stream.concat(Case.all("conf").stream(), Case.all("stream").stream())
                .map(each -> DynamicTest.dynamicTest(
                        each.name(), () -> assertThat(said(each)).isEqualTo(each.expected())));
    }

    @TestFactory
    Stream<DynamicTest> nginxSaysWhatIsRecordedOfStreams() throws IOException {
        return oracle("stream", Nginx.streamModule());
    }

    private Stream<DynamicTest> oracle(String cases, String globals) throws IOException {
        assertThat(Nginx.program()).isNotEmpty(); // or all are skipped at once
        return Case.all(cases).stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    String said = Nginx.test(folder.resolve(each.name()), each.files(), globals);
                    assertThat(said).isEqualTo(each.updated(said).expected());
                }));
    }

    private static String said(Case each) {
        StringBuilder said = new StringBuilder();
        for (Message message : ConfigCheck.check(each.tree()).messages()) {
            said.append(message.toString().replace(Case.FOLDER, "")).append('\n');
            if (message.level() != Message.Level.WARN) {
                break;
            }
        }
        return said.toString();
    }

    @Test
    void errorsBehindTheFirstAreFoundToo() {
        ConfigCheck.Result result = ConfigCheck.check(Case.tree("""
                events {}
                http {
                    sendfile maybe;
                    gzip perhaps;
                    server {
                        listn 80;
                    }
                }
                """));
        assertThat(result.messages())
                .extracting(Message::text)
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"maybe\""),
                        second -> assertThat(second).contains("\"perhaps\""),
                        third -> assertThat(third).isEqualTo("unknown directive \"listn\""));
        assertThat(result.messages().getLast().at()).satisfies(at -> {
            assertThat(at.line()).isEqualTo(6);
            assertThat(at.column()).isEqualTo(9);
        });
    }

    @Test
    void theTreeThatIsLeftHasNoRefusedDirectives() {
        ConfigCheck.Result result =
                ConfigCheck.check(Case.tree("events {}\nhttp {\nserver { listn 80; return 404; }\n}\n"));
        assertThat(result.sound()
                        .main()
                        .directives()
                        .getLast()
                        .inside("server")
                        .findFirst()
                        .orElseThrow()
                        .inside())
                .singleElement()
                .hasToString("return 404;");
    }

    @Test
    void thereAreManyCases() throws IOException {
        assertThat(Case.all("conf")).hasSizeGreaterThan(400);
    }
}
