package dev.sekisho.cli.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("nginx.pid");
    }

    @Test
    void isThereWhileTheProcessIs() throws IOException {
        PidFile file = PidFile.write(path().toString(), 42);
        assertThat(path()).hasContent("42\n");
        file.remove();
        assertThat(path()).doesNotExist();
        file.remove();
    }

    @Test
    void replacesWhatWasLeft() throws IOException {
        Files.writeString(path(), "a longer text than a number\n");
        PidFile.write(path().toString(), 42);
        assertThat(path()).hasContent("42\n");
    }

    @Test
    void aLinkIsRemovedAndNotFollowed() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "keep me");
        Files.createSymbolicLink(path(), precious);
        PidFile file = PidFile.write(path().toString(), 42);
        assertThat(precious).hasContent("keep me");
        assertThat(path()).isRegularFile().hasContent("42\n");
        file.remove();
        assertThat(precious).exists();
    }

    @Test
    void aDeviceIsWrittenToAndStays() throws IOException {
        PidFile.write("/dev/null", 42).remove();
        assertThat(Path.of("/dev/null")).exists();
    }

    @Test
    void anotherProcesssFileStays() throws IOException {
        PidFile file = PidFile.write(path().toString(), 42);
        Files.writeString(path(), "43\n");
        file.remove();
        assertThat(path()).hasContent("43\n");
    }

    @Test
    void aMissingFolderIsToldInNginxsWords() {
        String path = folder.resolve("none/nginx.pid").toString();
        assertThatThrownBy(() -> PidFile.write(path, 42))
                .hasMessage("open() \"" + path + "\" failed (2: No such file or directory)");
    }
}
