package dev.sekisho.dialect.nginx.doctor;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.directive.ConfigCheck;
import dev.sekisho.dialect.nginx.directive.DirectiveTable;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Message;
import dev.sekisho.model.Nearest;
import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.List;

/** Examines a configuration: what nginx says of it, and what it does not do as its author meant. Thread-safe. */
public final class Doctor {

    private static final String UNKNOWN = "unknown directive \"";

    private Doctor() {}

    /** All findings: nginx's first, in its order, then the others in the order of the file. */
    public static List<Diagnostic> examine(ConfigTree tree) {
        return examine(tree, ConfigCheck.check(tree));
    }

    /** The same, where the check has been made. */
    public static List<Diagnostic> examine(ConfigTree tree, ConfigCheck.Result result) {
        List<Diagnostic> found = new ArrayList<>(
                result.messages().stream().map(Doctor::diagnostic).toList());
        found.addAll(beyond(result));
        return List.copyOf(found);
    }

    /** What nginx does not tell. Directives that it refuses are left aside. */
    public static List<Diagnostic> beyond(ConfigCheck.Result result) {
        NginxConfig config = ConfigReader.read(result.sound());
        List<Diagnostic> found = new ArrayList<>();
        for (Directive directive : result.sound().main().directives()) {
            if (directive.name().equals("load_module")) {
                found.add(diagnostic(
                        NginxKinds.MODULE, directive.at(), "load_module " + directive.arg(0) + ": not loaded"));
            } else if (directive.name().equals("mail")) {
                found.add(diagnostic(NginxKinds.MAIL, directive.at(), "mail: left aside"));
            }
        }
        found.addAll(Limits.examine(config.http()));
        config.http().servers().servers().forEach(server -> {
            found.addAll(ShadowingRegexes.examine(server.locations()));
            found.addAll(ErrorPages.examine(server));
        });
        return found;
    }

    static Diagnostic diagnostic(DiagnosticKind kind, Origin at, String message) {
        return new Diagnostic(kind.severity(), kind.code(), at, message, kind.fix());
    }

    private static Diagnostic diagnostic(Message message) {
        Origin at = message.at().source().isEmpty() ? message.place() : message.at();
        if (message.level() == Message.Level.WARN) {
            return diagnostic(NginxKinds.WARNED, at, message.text());
        }
        if (message.text().startsWith("the duplicate \"")) {
            return diagnostic(NginxKinds.FIXED_VARIABLE, at, message.text());
        }
        return new Diagnostic(
                NginxKinds.REFUSED.severity(), NginxKinds.REFUSED.code(), at, message.text(), fix(message.text()));
    }

    private static String fix(String text) {
        if (!text.startsWith(UNKNOWN)) {
            return "";
        }
        String name = text.substring(UNKNOWN.length(), text.length() - 1);
        return Nearest.of(name, DirectiveTable.standard().names())
                .map(near -> "did you mean " + near + "?")
                .orElse("");
    }
}
