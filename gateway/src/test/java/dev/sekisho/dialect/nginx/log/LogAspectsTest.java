package dev.sekisho.dialect.nginx.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.Case;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.directive.ConfigCheck;
import dev.sekisho.dialect.nginx.draft.Parts;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.text.Texts;
import dev.sekisho.model.AccessLog;
import dev.sekisho.model.LogEscape;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.model.SyslogFacility;
import dev.sekisho.model.SyslogSeverity;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.log.FileLogConfig;
import dev.sekisho.policy.log.LineFormConfig;
import dev.sekisho.policy.log.Log;
import dev.sekisho.policy.log.LogConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogAspectsTest {

    private static final String COMBINED = "{clientAddress} - {basicUser} [{localTime}]"
            + " \"{method} {requestTarget} {protocol}\" {status} {responseSize} \"{clientHeader.Referer}\""
            + " \"{clientHeader.User-Agent}\"";
    private static final LineFormConfig HEX = new LineFormConfig(LogEscape.HEX, "-", true);

    private final Report report = new Report();

    private Translation translation(String http) {
        ConfigTree tree = Case.tree("events {}\nhttp {\n" + http + "\n}\n");
        assertThat(ConfigCheck.check(tree).error()).isEmpty();
        NginxConfig config = ConfigReader.read(tree);
        return new Translation(
                config, new None(), "/etc/nginx/", new Texts(config.http(), report), new Parts(), report);
    }

    private Optional<LogConfig> log(String http) {
        Translation in = translation(http);
        Server server = in.config().http().servers().servers().getFirst();
        RouteDraft route = new RouteDraft();
        Place place = new Place(
                in,
                server,
                Optional.empty(),
                server.settings(),
                "r",
                server.directive().at());
        LogAspects.of(in).forEach(aspect -> aspect.apply(place, route));
        return route.policies().stream()
                .map(PolicyUse.Inline.class::cast)
                .map(use -> (LogConfig) use.spec().config())
                .findFirst();
    }

    private List<String> told() {
        return report.found().stream().map(Diagnostic::message).toList();
    }

    @Test
    void aFileWithoutFormatIsCombined() {
        LogConfig log = log("server { access_log /var/log/a.log; }").orElseThrow();
        assertThat(log.file()).contains(new FileLogConfig("/var/log/a.log"));
        assertThat(log.line()).contains(COMBINED);
        assertThat(log.form()).isEqualTo(HEX);
        assertThat(log.when()).isEmpty();
        assertThat(report.failed()).isFalse();
    }

    @Test
    void formatsConditionsAndSeveralLogs() {
        LogConfig log = log("""
                        map $status $loggable { ~^[23] 0; default 1; }
                        log_format j escape=json '{"u":"$request_uri",' '"t":$request_time}';
                        log_format n escape=none '$server_name{x}';
                        access_log /a.log j if=$loggable;
                        access_log /b.log n;
                        server { server_name s.test; }
                        """).orElseThrow();
        assertThat(log.line()).contains("{\"u\":\"{requestTarget}\",\"t\":{requestTime}}");
        assertThat(log.form()).isEqualTo(new LineFormConfig(LogEscape.JSON_BYTES, "", true));
        assertThat(log.when()).contains("{var.loggable}");
        assertThat(log.also()).singleElement().satisfies(also -> {
            assertThat(also.line()).isEqualTo("s.test{{x}");
            assertThat(also.file()).contains(new FileLogConfig("/b.log"));
            assertThat(also.form().escape()).isEqualTo(LogEscape.NONE);
        });
        assertThat(new Log().create(log, PolicyContext.OFFLINE)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "access_log off; server { }",
                "access_log /a.log; server { access_log off; }",
                "server { access_log /dev/null; }",
                "server { access_log /a.log; access_log off; }"
            })
    void offIsOff(String http) {
        assertThat(log(http)).isEmpty();
        assertThat(told().stream().filter(each -> !each.startsWith("log_format")))
                .isEmpty();
    }

    @Test
    void syslogTellsWhoItIsAsNginxDoes() {
        LogConfig log =
                log("server { access_log syslog:server=10.0.0.1:5140,facility=intern,tag=web,severity=notice,nohostname combined; }")
                        .orElseThrow();
        assertThat(log.syslog().orElseThrow()).satisfies(syslog -> {
            assertThat(syslog.address()).hasToString("10.0.0.1:5140");
            assertThat(syslog.facility()).isEqualTo(SyslogFacility.SYSLOG);
            assertThat(syslog.severity()).isEqualTo(SyslogSeverity.NOTICE);
            assertThat(syslog.serverErrorSeverity()).isEqualTo(SyslogSeverity.NOTICE);
            assertThat(syslog.appName()).isEqualTo("web");
        });
        assertThat(log("server { access_log syslog:server=10.0.0.1; }")
                        .orElseThrow()
                        .syslog()
                        .orElseThrow()
                        .address())
                .hasToString("10.0.0.1:514");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "server { access_log /l/$host.log; }|access_log /l/$host.log; a name of a file with variables; its lines are written nowhere",
                "server { access_log syslog:server=unix:/dev/log; }|access_log syslog:server=unix:/dev/log; a socket of this machine; its lines are written nowhere (expected: server=HOST:PORT)",
                "server { access_log logs/a.log; }|access_log logs/a.log; the file is /etc/nginx/logs/a.log, beside the configuration; that of nginx is below the folder that it was built for",
                "server { access_log /a.log combined gzip flush=5m; }|access_log /a.log combined gzip flush=5m; gzip: lines are written as they are, not compressed",
                "log_format x \"a\\nb\"; server { access_log /a.log x; }|log_format x: line breaks in it become blanks",
                "log_format x '$connection'; server { access_log /a.log x; }|$connection: connections have no numbers; in logs it is not known",
                "server { access_log /a.log; }|log_format combined: values of fields, cookies and parameters whose names tell of a secret are written as [redacted]",
                "server { open_log_file_cache max=10; access_log off; }|open_log_file_cache max=10; log files stay open as long as the configuration names them",
                "server { error_log /e.log; access_log off; }|error_log /e.log; the gateway writes one error log, that of the main level"
            })
    void whatIsNotAsWithNginxIsTold(String http, String message) {
        log(http);
        assertThat(told()).contains(message).doesNotHaveDuplicates();
        assertThat(report.failed()).isFalse();
    }

    @Test
    void theGatewaysOwnLogIsForConfigurationsWithoutOne() {
        assertThat(LogAspects.telemetry(translation("server { location / { access_log off; } }"))
                        .accessLog())
                .isEqualTo(AccessLog.OFF);
        assertThat(report.found()).isEmpty();
        assertThat(LogAspects.telemetry(translation("server { }")).accessLog()).isEqualTo(AccessLog.STDOUT);
        assertThat(told()).singleElement().asString().startsWith("no access_log: ");
    }

    @Test
    void aServerWithoutLogAmongOthersIsTold() {
        assertThat(log("server { } server { access_log /a.log; }")).isEmpty();
        assertThat(told()).singleElement().asString().startsWith("server: no access_log counts in it");
    }

    /** No files at all. */
    private record None() implements ConfigFiles {
        @Override
        public Reading read(String path) {
            return new Failure("open", 2, "none");
        }

        @Override
        public List<String> glob(String pattern) {
            return List.of();
        }
    }
}
