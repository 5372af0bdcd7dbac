package dev.sekisho.dialect.nginx.draft;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.dialect.nginx.text.Texts;
import dev.sekisho.model.Origin;
import java.util.List;

/**
 * What one translation works with. Belongs to one thread.
 *
 * @param config the configuration
 * @param files where further files, such as those with passwords, are read from
 * @param folder what their relative names start from, with a slash at its end: the folder of the configuration
 * @param prefix what the names of logs and directories start from, with a slash at its end: the folder of {@code -p}
 * @param texts gives texts with variables the form that they have here
 * @param parts what routes use beside themselves
 * @param report takes what is found
 */
public record Translation(
        NginxConfig config, ConfigFiles files, String folder, String prefix, Texts texts, Parts parts, Report report) {

    /** One whose names all start from the folder of the configuration. */
    public Translation(NginxConfig config, ConfigFiles files, String folder, Texts texts, Parts parts, Report report) {
        this(config, files, folder, folder, texts, parts, report);
    }

    /** The absolute name of a log or a directory that the configuration names. */
    public String inPrefix(String name) {
        return name.startsWith("/") ? name : prefix + name;
    }

    /** The absolute name of a file that the configuration names. */
    public String file(String name) {
        return name.startsWith("/") ? name : folder + name;
    }

    /** The lines of a file, without their ends; none where it cannot be read, which is reported. */
    public List<String> lines(String name, Origin at) {
        ConfigFiles.Reading reading = files.read(file(name));
        if (reading instanceof ConfigFiles.Failure failure) {
            report.add(
                    DraftKinds.FILE,
                    at,
                    file(name) + ": " + failure.reason() + " (expected: a file that can be read)",
                    "");
            return List.of();
        }
        return ((ConfigFiles.Content) reading).text().lines().toList();
    }
}
