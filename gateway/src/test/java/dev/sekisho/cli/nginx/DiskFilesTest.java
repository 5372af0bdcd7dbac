package dev.sekisho.cli.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskFilesTest {

    private final DiskFiles files = new DiskFiles();

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        for (String name :
                List.of("b.conf", "a.conf", ".hidden.conf", "B.conf", "c.txt", "d/x.conf", "e/x.conf", "[1].conf")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*.conf, B.conf [1].conf a.conf b.conf",
        "?.conf, B.conf a.conf b.conf",
        "[ab].conf, a.conf b.conf",
        "[!a].conf, B.conf b.conf",
        "[A-Z].conf, B.conf",
        ".*.conf, .hidden.conf",
        "*/x.conf, d/x.conf e/x.conf",
        "\\[1].conf*, [1].conf",
        "none*, ''",
        "*.conf/x, ''"
    })
    void patternsFitAsGlobDoesSortedByBytes(String pattern, String names) {
        List<String> expected = names.isEmpty()
                ? List.of()
                : List.of(names.split(" ")).stream()
                        .map(name -> folder + "/" + name)
                        .toList();
        assertThat(files.glob(folder + "/" + pattern)).isEqualTo(expected);
    }

    @Test
    void contentsAndFailures() {
        assertThat(files.read(folder + "/c.txt")).isEqualTo(new ConfigFiles.Content("c.txt"));
        assertThat(files.read(folder + "/none"))
                .isEqualTo(new ConfigFiles.Failure("open", 2, "No such file or directory"));
        assertThat(files.read(folder + "/d")).isEqualTo(new ConfigFiles.Failure("pread", 21, "Is a directory"));
        assertThat(files.read(folder + "/c.txt/x")).isEqualTo(new ConfigFiles.Failure("open", 20, "Not a directory"));
        assertThat(files.read("/a\0b")).isEqualTo(new ConfigFiles.Failure("open", 2, "No such file or directory"));
        assertThat(files.read("/dev/zero")).isEqualTo(new ConfigFiles.Content(""));
    }
}
