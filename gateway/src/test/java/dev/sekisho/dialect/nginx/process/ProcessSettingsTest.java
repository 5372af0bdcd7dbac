package dev.sekisho.dialect.nginx.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.process.ProcessSettings.LogTarget;
import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.dialect.nginx.syntax.ConfigParser;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessSettingsTest {

    private record OneFile(String text) implements ConfigFiles {
        @Override
        public Reading read(String path) {
            return new Content(text);
        }

        @Override
        public List<String> glob(String pattern) {
            return List.of();
        }
    }

    private static NginxConfig config(String text) {
        return ConfigReader.read(ConfigParser.parse(new OneFile(text), "/etc/nginx/nginx.conf", ""));
    }

    private static ProcessSettings settings(String text) {
        return ProcessSettings.of(config(text));
    }

    @Test
    void withoutAnythingWrittenTheyAreThoseOfNginx() {
        ProcessSettings settings = settings("events {}");

        assertThat(settings.pid()).isEmpty();
        assertThat(settings.isDaemon()).isTrue();
        assertThat(settings.workers()).hasValue(1);
        assertThat(settings.connections()).isEqualTo(512);
        assertThat(settings.shutdownTimeout()).isEmpty();
        assertThat(settings.errorLogs()).isEmpty();
    }

    @Test
    void whatIsWrittenCounts() {
        ProcessSettings settings = settings("""
                user www-data; pid run/nginx.pid; daemon off; worker_processes auto;
                worker_rlimit_nofile 65535; worker_shutdown_timeout 1m30s;
                error_log a.log; error_log stderr debug_http;
                events { worker_connections 2048; }
                http { error_log b.log crit; }
                """);

        assertThat(settings.pid()).contains("run/nginx.pid");
        assertThat(settings.isDaemon()).isFalse();
        assertThat(settings.workers()).isEmpty();
        assertThat(settings.connections()).isEqualTo(2048);
        assertThat(settings.descriptors()).hasValue(65535);
        assertThat(settings.user().orElseThrow()).hasToString("user www-data;");
        assertThat(settings.shutdownTimeout()).contains(Duration.ofSeconds(90));
        assertThat(settings.errorLogs())
                .extracting(LogTarget::name, LogTarget::level)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a.log", "error"),
                        org.assertj.core.groups.Tuple.tuple("stderr", "debug"));
    }

    @Test
    void theLogOfHttpIsTheProgramsWhereNothingElseIsWritten() {
        assertThat(settings("events {} http { error_log b.log crit; }").errorLogs())
                .extracting(LogTarget::name)
                .containsExactly("b.log");
    }

    @Test
    void noWorkerIsOneAndTooManyAreBounded() {
        assertThat(settings("worker_processes 0; events {}").workers()).hasValue(1);
        assertThat(settings("worker_processes 99999999999; events {}").workers())
                .hasValue(1024);
    }

    @Test
    void whatMeansNothingHereIsToldWithItsReason() {
        Report report = new Report();
        ProcessFindings.report(config("""
                        master_process off;
                        lock_file /run/lock;
                        error_log syslog:server=unix:/dev/log;
                        events { use epoll; }
                        """), report);

        assertThat(report.found())
                .extracting(Diagnostic::code, each -> each.at().line())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("nginx.no-effect", 1),
                        org.assertj.core.groups.Tuple.tuple("nginx.no-effect", 2),
                        org.assertj.core.groups.Tuple.tuple("nginx.differs", 3),
                        org.assertj.core.groups.Tuple.tuple("nginx.no-effect", 4));
        assertThat(report.found()).extracting(Diagnostic::message).anyMatch(each -> each.startsWith("use epoll; "));
        assertThat(report.failed()).isFalse();
    }
}
