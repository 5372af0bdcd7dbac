package dev.sekisho.cli.nginx;

import dev.sekisho.admin.ReloadResult;
import dev.sekisho.dialect.nginx.process.ProcessSettings;
import dev.sekisho.server.Gateway;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that serves, and what signals do to it (nginx.org/en/docs/control.html). Signals are obeyed one after the other by
 * one thread.
 */
final class Running {

    private static final Logger LOG = LoggerFactory.getLogger(Running.class);
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(36_500);

    private final NginxSource source;
    private final Gateway gateway;
    private final ProgramLog log;
    private final NginxService service;
    private ProcessSettings settings;
    private Optional<PidFile> pid = Optional.empty();
    private boolean draining;

    Running(NginxSource source, Gateway gateway, ProgramLog log, NginxService service, ProcessSettings settings) {
        this.source = source;
        this.gateway = gateway;
        this.log = log;
        this.service = service;
        this.settings = settings;
    }

    /** Writes the pid file, now that sockets are open. */
    void writePid() throws IOException {
        pid = Optional.of(PidFile.write(service.pidPath(settings), service.pid()));
    }

    /** Tells the log what serves. */
    void announce(String version) {
        log.notice("sekisho/" + version);
        gateway.addresses().forEach(address -> log.notice("listening on " + address));
        log.notice("start " + Connections.loops(settings) + " event loops, transport " + gateway.transport());
    }

    /** Does what signals ask until one of them ends it. */
    void obey(Incoming incoming) throws InterruptedException {
        boolean serves = true;
        while (serves) {
            serves = obey(incoming.next(), incoming);
        }
        close();
    }

    private boolean obey(Incoming.Request request, Incoming incoming) {
        switch (request) {
            case STOP -> {
                log.notice("signal 15 (SIGTERM) received, exiting");
                return false;
            }
            case DRAINED -> {
                return false;
            }
            case QUIT -> drain(incoming);
            case RELOAD -> {
                try {
                    reload();
                } catch (RuntimeException e) { // whatever it is, it must not end what serves
                    LOG.error("the configuration is refused by a defect; the earlier one serves on", e);
                }
            }
            case REOPEN -> {
                log.notice("signal 10 (SIGUSR1) received, reopening logs");
                reopen();
            }
            case UPGRADE -> notThere("signal 12 (SIGUSR2)", "no other program takes over: start it beside this one");
            case NO_WORKERS -> {
                if (service.isBackground()) { // in a terminal it only tells that the window has another size
                    notThere("signal 28 (SIGWINCH)", "there are no workers to end: QUIT ends the program");
                }
            }
        }
        return true;
    }

    private void notThere(String signal, String why) {
        log.log(new Line(LogLevel.WARN, signal + " received and left aside; " + why));
    }

    private void drain(Incoming incoming) {
        if (!draining) {
            draining = true;
            log.notice("signal 3 (SIGQUIT) received, shutting down");
            Duration limit = settings.shutdownTimeout().orElse(AS_LONG_AS_IT_TAKES);
            Thread.ofPlatform().name("drain").daemon().start(() -> {
                gateway.drain(limit);
                incoming.add(Incoming.Request.DRAINED);
            });
        }
    }

    private void reload() {
        log.notice("signal 1 (SIGHUP) received, reconfiguring");
        if (draining) {
            return;
        }
        NginxSource.Loaded next = source.load();
        if (next.failed()) {
            next.lines().forEach(log::log);
            return;
        }
        ProcessSettings wanted = next.settings().orElseThrow();
        ErrorLog opened;
        try {
            opened = service.open(wanted);
        } catch (ErrorLog.UnopenedException e) {
            log.log(new Line(LogLevel.EMERG, e.text()));
            return;
        }
        source.prepare(next);
        if (gateway.reload().outcome() == ReloadResult.Outcome.REFUSED) { // which it has logged
            opened.close();
            return;
        }
        log.change(opened);
        follow(wanted);
        reopen();
    }

    /** What the new configuration says of the process. */
    private void follow(ProcessSettings wanted) {
        if (Connections.loops(wanted) != Connections.loops(settings)) {
            log.log(new Line(LogLevel.WARN, "worker_processes has changed, which needs a new start"));
        }
        settings = wanted;
        String path = service.pidPath(wanted);
        if (pid.filter(file -> file.isAt(path)).isEmpty()) {
            try {
                Optional<PidFile> earlier = pid;
                writePid();
                remove(earlier);
            } catch (IOException e) {
                log.log(new Line(LogLevel.EMERG, String.valueOf(e.getMessage())));
            }
        }
    }

    private void reopen() {
        log.reopen();
        try {
            gateway.reopenLogs();
        } catch (IOException e) {
            log.log(new Line(LogLevel.EMERG, "open() of a log failed (" + e.getMessage() + ")"));
        }
    }

    private void remove(Optional<PidFile> file) {
        try {
            if (file.isPresent()) {
                file.get().remove();
            }
        } catch (IOException e) {
            log.log(new Line(LogLevel.ALERT, String.valueOf(e.getMessage())));
        }
    }

    /** Ends at once. */
    void close() {
        gateway.close();
        remove(pid);
        log.notice("exit");
    }
}
