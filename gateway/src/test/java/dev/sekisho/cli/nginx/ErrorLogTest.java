package dev.sekisho.cli.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.nginx.process.ProcessSettings.LogTarget;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.model.Origin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ErrorLogTest {

    private static final Origin AT = new Origin("/etc/nginx/nginx.conf", 3, 1);

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private static LogTarget target(String name, String level) {
        Word word = new Word("error_log", Word.Quoting.NONE, AT);
        return new LogTarget(new Directive(word, List.of(), Optional.empty(), AT), name, level);
    }

    private ErrorLog open(LogTarget... targets) throws ErrorLog.UnopenedException {
        return ErrorLog.open(List.of(targets), folder + "/", new PrintWriter(err, true));
    }

    @Test
    void linesHaveNginxsFormAndGoWhereTheirLevelIsWanted() throws Exception {
        try (ErrorLog log = open(target("a.log", "warn"), target("stderr", "crit"))) {
            log.log(LogLevel.NOTICE, "too little");
            log.log(LogLevel.WARN, "a warning");
            log.log(LogLevel.EMERG, "the end");
        }
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThat(Files.readString(folder.resolve("a.log")))
                .matches("(\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[(warn|emerg)] " + pid
                        + "#0: (a warning|the end)\n){2}");
        assertThat(err.toString()).contains("[emerg]").doesNotContain("a warning");
    }

    @Test
    void aFileThatWasMovedIsOpenedAnew() throws Exception {
        try (ErrorLog log = open(target("a.log", "error"))) {
            log.log(LogLevel.ERROR, "before");
            Files.move(folder.resolve("a.log"), folder.resolve("a.log.1"));
            log.log(LogLevel.ERROR, "still there");
            log.reopen();
            log.log(LogLevel.ERROR, "behind");
        }
        assertThat(folder.resolve("a.log.1")).content().contains("before", "still there");
        assertThat(folder.resolve("a.log")).content().contains("behind").doesNotContain("before");
    }

    @Test
    void aFileThatCannotBeOpenedIsToldWithThePlace() {
        assertThatThrownBy(() -> open(target("none/a.log", "error")))
                .hasMessage("open() \"" + folder
                        + "/none/a.log\" failed (2: No such file or directory) in /etc/nginx/nginx.conf:3");
    }

    @Test
    void syslogGetsADatagramForEachLine() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                ErrorLog log = open(target(
                        "syslog:server=127.0.0.1:" + server.getLocalPort() + ",facility=local1,tag=edge,nohostname",
                        "error"))) {
            log.log(LogLevel.ERROR, "gone wrong");
            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            server.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                    .matches("<" + (17 * 8 + 3) + ">[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d edge: "
                            + "\\d{4}/\\d\\d/\\d\\d [:\\d]{8} \\[error] \\d+#0: gone wrong");
        }
    }

    @Test
    void anUnknownFacilityIsToldAsALogThatCannotBeOpened() {
        assertThatThrownBy(() -> open(target("syslog:server=127.0.0.1,facility=moon", "error")))
                .hasMessageContaining("unknown syslog facility \"moon\"");
    }

    @Test
    void whatIsFoundHasItsPlaceAtTheEnd() throws IOException {
        Diagnostic found =
                new Diagnostic(Severity.ERROR, "nginx.not-honoured", AT, "perl_set is not there", "remove it");
        assertThat(Line.of(found))
                .hasToString("[emerg] perl_set is not there; remove it (nginx.not-honoured) in "
                        + "/etc/nginx/nginx.conf:3");
        Diagnostic taken = new Diagnostic(
                Severity.ERROR,
                "gateway.listen",
                Origin.NONE,
                "x:1:1: listener a: cannot listen on /127.0.0.1:80: Permission denied",
                "");
        assertThat(Line.of(taken))
                .hasToString("[emerg] bind() to 127.0.0.1:80 failed (13: Permission denied) (gateway.listen)");
    }
}
