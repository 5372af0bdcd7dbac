package dev.sekisho.cli.nginx;

import dev.sekisho.dialect.nginx.process.ProcessSettings;
import dev.sekisho.server.Gateway;
import dev.sekisho.server.GatewayOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves as nginx does: reads and checks, leaves for the background, opens its sockets, and obeys signals until it ends. */
final class NginxService {

    private final NginxSource source;
    private final String version;
    private final String prefix;
    private final String errorLog;
    private final PrintWriter err;
    private final Launcher launcher = Launcher.current();

    /**
     * A service.
     *
     * @param prefix what relative names start from
     * @param errorLog where the log goes that the configuration does not name
     */
    NginxService(NginxSource source, String version, String prefix, String errorLog, PrintWriter err) {
        this.source = source;
        this.version = version;
        this.prefix = prefix;
        this.errorLog = errorLog;
        this.err = err;
    }

    /** Runs it to its end; gives the exit code. */
    int run() throws InterruptedException {
        try (Incoming incoming = Incoming.install()) {
            NginxSource.Loaded loaded = source.load();
            if (loaded.failed() || !launcher.isBackground()) { // before it left for the background it has told them
                loaded.lines().stream()
                        .filter(line -> line.level().compareTo(LogLevel.WARN) <= 0)
                        .forEach(this::say);
            }
            if (loaded.failed()) {
                return 1;
            }
            ProcessSettings settings = loaded.settings().orElseThrow();
            tellOfProcess(settings);
            return settings.isDaemon() && launcher.mayLeave()
                    ? Launcher.TO_BACKGROUND
                    : serve(loaded, settings, incoming);
        }
    }

    private void tellOfProcess(ProcessSettings settings) {
        if (!launcher.isBackground()) {
            Machine.current().findings(settings).forEach(this::say);
        }
        if (settings.isDaemon() && launcher.isMissing()) {
            say(new Line(
                    LogLevel.WARN,
                    "daemon on: it stays in the foreground, since it was not started by the script \"sekisho\""));
        }
    }

    private void say(Line line) {
        err.println("nginx: " + Printable.of(line.toString()));
    }

    private int serve(NginxSource.Loaded loaded, ProcessSettings settings, Incoming incoming)
            throws InterruptedException {
        // The JVM keeps answers of its own for 30 s; how long one holds is for the gateway's look-up to say.
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        try (ProgramLog log = new ProgramLog(open(settings))) {
            log.takeEvents();
            source.prepare(loaded);
            Gateway gateway = Gateway.start(source.source(), options(settings));
            return serve(new Running(source, gateway, log, this, settings), incoming);
        } catch (Gateway.StartFailure e) {
            e.diagnostics().forEach(each -> say(Line.of(each)));
        } catch (ErrorLog.UnopenedException e) {
            say(new Line(LogLevel.EMERG, e.text()));
        } catch (IllegalArgumentException e) {
            say(new Line(LogLevel.EMERG, String.valueOf(e.getMessage())));
        }
        return 1;
    }

    private int serve(Running running, Incoming incoming) throws InterruptedException {
        try {
            running.writePid();
        } catch (IOException e) {
            say(new Line(LogLevel.EMERG, String.valueOf(e.getMessage())));
            running.close();
            return 1;
        }
        running.announce(version);
        launcher.whenGone(() -> incoming.add(Incoming.Request.STOP));
        launcher.ready(err);
        running.obey(incoming);
        return 0;
    }

    /** The log that a configuration names, or the default one; without which nginx tells so, and goes on. */
    ErrorLog open(ProcessSettings settings) throws ErrorLog.UnopenedException {
        if (!settings.errorLogs().isEmpty()) {
            return ErrorLog.open(settings.errorLogs(), prefix, err);
        }
        try {
            return ErrorLog.openDefault(errorLog, prefix, err);
        } catch (ErrorLog.UnopenedException e) {
            say(new Line(LogLevel.ALERT, e.text()));
            return ErrorLog.openDefault("stderr", prefix, err);
        }
    }

    /** Where the number of the process is to be written. */
    String pidPath(ProcessSettings settings) {
        String pid = settings.pid().orElse(NginxProgram.PID);
        return pid.startsWith("/") ? pid : prefix + pid;
    }

    /** The number of the process that signals are to be sent to. */
    long pid() {
        return launcher.pid();
    }

    /** Whether it has left for the background. */
    boolean isBackground() {
        return launcher.isBackground();
    }

    private static GatewayOptions options(ProcessSettings settings) {
        return new GatewayOptions(
                GatewayOptions.defaults().transport(),
                Connections.loops(settings),
                List.of(),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                false);
    }
}
