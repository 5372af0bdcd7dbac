package dev.sekisho.cli.nginx;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.directive.ConfigCheck;
import dev.sekisho.dialect.nginx.doctor.Doctor;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.dialect.nginx.syntax.ConfigParser;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.syntax.Message;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Does what nginx does for a command line: serves a configuration, tests it, prints it, tells its version, sends a signal.
 * Messages and exit codes are nginx's; in tests findings of our own follow its message.
 */
public final class NginxProgram {

    /** Where the configuration is where {@code -c} names none. */
    static final String CONFIGURATION = "/etc/nginx/nginx.conf";

    /** What relative names of logs and of the pid file start from where {@code -p} names nothing. */
    static final String PREFIX = "/etc/nginx/";

    /** Where the number of the process stands where {@code pid} says nothing else. */
    static final String PID = "/run/nginx.pid";

    /** Where errors go where neither {@code -e} nor {@code error_log} says so. */
    static final String ERROR_LOG = "/var/log/nginx/error.log";

    private final String version;
    private final ConfigFiles files;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * The program.
     *
     * @param version this program's version
     * @param files where configurations are read from
     * @param out where a dump goes
     * @param err where everything else goes
     */
    public NginxProgram(String version, ConfigFiles files, PrintWriter out, PrintWriter err) {
        this.version = version;
        this.files = files;
        this.out = out;
        this.err = err;
    }

    /** Runs it; gives the exit code, 0 or 1, or what asks the launcher for the background. */
    public int run(List<String> arguments) throws InterruptedException {
        NginxOptions options;
        try {
            options = NginxOptions.parse(arguments);
        } catch (NginxOptions.InvalidOptionException e) {
            return failed(e.text());
        }
        if (options.version()) {
            About.print(version, options, err);
            return 0;
        }
        String path = path(options);
        NginxSource source = new NginxSource(files, path, prefix(options), options.globals());
        if (!options.test() && options.signal().isEmpty()) {
            String log = options.errorLog().isEmpty() ? ERROR_LOG : options.errorLog();
            return new NginxService(source, version, prefix(options), log, err).run();
        }
        ConfigTree tree = ConfigParser.parse(files, path, options.globals());
        if (options.test()) {
            return test(tree, path, options, source.load(tree));
        }
        Optional<Message> error = ConfigCheck.check(tree).error();
        return error.isPresent() ? failed(error.get().toString()) : signal(tree, options);
    }

    private int failed(String text) {
        say(text);
        return 1;
    }

    private void say(String text) {
        err.println("nginx: " + Printable.of(text));
    }

    private static String prefix(NginxOptions options) {
        String prefix = options.prefix().isEmpty() ? PREFIX : options.prefix();
        return absolute(prefix.endsWith("/") ? prefix : prefix + "/");
    }

    /** nginx leaves a relative prefix as it is, and asks its working folder. */
    private static String absolute(String path) {
        return path.startsWith("/") ? path : System.getProperty("user.dir") + "/" + path;
    }

    private static String path(NginxOptions options) {
        String file = options.file().isEmpty() ? CONFIGURATION : options.file();
        return file.startsWith("/") ? file : prefix(options) + file;
    }

    /** What nginx would not start with fails the test, and so does what cannot be honoured here. */
    private int test(ConfigTree tree, String path, NginxOptions options, NginxSource.Loaded loaded) {
        ConfigCheck.Result result = ConfigCheck.check(tree);
        boolean good = !loaded.failed();
        for (Message message : result.messages()) {
            boolean stop = message.level() != Message.Level.WARN;
            if (result.isRead() && stop) {
                syntaxOk(path, options);
            }
            say(message.toString());
            if (stop) {
                break;
            }
        }
        if (result.error().isEmpty()) {
            syntaxOk(path, options);
            loaded.compilation().diagnostics().stream()
                    .filter(each -> each.severity() == Severity.ERROR)
                    .forEach(each -> say(Line.of(each).toString()));
        }
        if (!good || !options.quiet()) {
            say("configuration file " + path + (good ? " test is successful" : " test failed"));
            findings(tree, result, loaded);
        }
        if (options.dump() && good) {
            tree.files().forEach(this::dump);
        }
        return good ? 0 : 1;
    }

    private void syntaxOk(String path, NginxOptions options) {
        if (!options.quiet()) {
            say("the configuration file " + path + " syntax is ok");
        }
    }

    /** What nginx did not say: the errors behind its first one, what the doctor finds, and what is done in another way here. */
    private void findings(ConfigTree tree, ConfigCheck.Result result, NginxSource.Loaded loaded) {
        List<Diagnostic> all = Doctor.examine(tree, result);
        long said = result.error().isEmpty()
                ? result.messages().size()
                : result.messages().indexOf(result.error().get()) + 1L;
        Stream.concat(
                        all.stream().skip(said),
                        loaded.compilation().diagnostics().stream().filter(each -> each.severity() != Severity.ERROR))
                .filter(each -> !each.code().equals(DraftKinds.GENERAL.code())) // of every configuration
                .map(each -> "sekisho: " + printable(each))
                .distinct()
                .forEach(err::println);
    }

    private static Diagnostic printable(Diagnostic found) {
        return new Diagnostic(
                found.severity(), found.code(), found.at(), Printable.of(found.message()), Printable.of(found.fix()));
    }

    private void dump(ConfigTree.SourceFile file) {
        out.println("# configuration file " + file.path() + ":");
        out.println(file.text());
        out.flush();
    }

    private int signal(ConfigTree tree, NginxOptions options) throws InterruptedException {
        String pid = ConfigReader.read(tree)
                .main()
                .one("pid")
                .map(each -> each.arg(0))
                .orElse(PID);
        String path = pid.startsWith("/") ? pid : prefix(options) + pid;
        return switch (files.read(path)) {
            case ConfigFiles.Failure failure ->
                failed("[error] " + failure.call() + "() \"" + path + "\" failed (" + failure.number() + ": "
                        + failure.reason() + ")");
            case ConfigFiles.Content content -> send(content.text().strip(), path, options.signal());
        };
    }

    private int send(String number, String path, String signal) throws InterruptedException {
        if (!number.matches("[1-9][0-9]{0,9}")) {
            return failed("[error] invalid PID number \"" + number + "\" in \"" + path + "\"");
        }
        String name = switch (signal) {
            case "stop" -> "TERM";
            case "quit" -> "QUIT";
            case "reopen" -> "USR1";
            default -> "HUP";
        };
        Optional<String> problem = Kill.send(name, number);
        return problem.map(reason -> failed("[alert] kill(" + number + ", SIG" + name + ") failed (" + reason + ")"))
                .orElse(0);
    }
}
