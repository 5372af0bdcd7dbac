package dev.sekisho.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sekisho.dialect.yaml.TargetsFile;
import dev.sekisho.model.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class FileDiscoveryTest {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int LOOKS = 700; // milliseconds in which a change would have been seen

    @TempDir
    private Path folder;

    private final Found found = new Found();
    private final Discovery discovery = new Discovery(Map.of(), new TargetsFile()::read, found);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(WatchedFile.class);
    private Path file;

    @BeforeEach
    void listen() {
        file = folder.resolve("targets.yaml");
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        discovery.close();
        logger.detachAppender(log);
    }

    private void serve(String targets) {
        List<Upstream> upstreams = Found.upstreams(
                folder.resolve("sekisho.yaml").toString(),
                "- { name: a, targetsFile: targets.yaml, targets: [" + targets + "] }");
        discovery.first(upstreams);
        discovery.follow(() -> upstreams);
    }

    /** Replaces the file at once: one that is written in place is empty for a moment, which a look may see. */
    private void write(String text) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String targets(int... ports) {
        StringBuilder text = new StringBuilder();
        for (int port : ports) {
            text.append("- address: 127.0.0.1:").append(port).append('\n');
        }
        return text.toString();
    }

    private List<String> logged() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void itsTargetsComeAfterThoseOfTheConfigurationAndChangeWithIt() throws Exception {
        write("[ { \"address\": \"127.0.0.1:2\", \"weight\": 4, \"drain\": true } ]");
        serve("{ address: \"127.0.0.1:1\" }");
        assertThat(found.where("a")).containsExactly("127.0.0.1:1", "127.0.0.1:2");
        assertThat(found.endpoints("a").get(1).weight()).isEqualTo(4);
        assertThat(found.endpoints("a").get(1).drain()).isTrue();
        write(targets(2, 3));
        found.await("a", LIMIT, "127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3");
        write(targets(1));
        found.await("a", LIMIT, "127.0.0.1:1");
    }

    @Test
    void aBadFileLeavesTheLastGoodListAndSaysWhereAndWhyOnce() throws Exception {
        write(targets(1));
        serve("");
        write("- address: 127.0.0.1:1\n- address: nowhere\n");
        Thread.sleep(LOOKS);
        assertThat(found.where("a")).containsExactly("127.0.0.1:1");
        assertThat(logged()).hasSize(1);
        assertThat(logged().getFirst()).contains(file + ":2:", "nowhere", "the last good list stays");
        write(targets(4));
        found.await("a", LIMIT, "127.0.0.1:4");
        assertThat(logged()).hasSize(2).last().asString().contains("read again");
    }

    @Test
    void anEmptyOrMissingFileLeavesTheLastGoodList() throws Exception {
        write(targets(1));
        serve("");
        write("");
        Thread.sleep(LOOKS);
        Files.delete(file);
        Thread.sleep(LOOKS);
        assertThat(found.where("a")).containsExactly("127.0.0.1:1");
        assertThat(logged()).hasSize(2);
        assertThat(logged().getLast()).contains("no such file");
        write(targets(2));
        found.await("a", LIMIT, "127.0.0.1:2");
    }

    @Test
    void aFileThatComesLaterIsTaken() throws Exception {
        serve("{ address: \"127.0.0.1:9\" }");
        assertThat(found.where("a")).containsExactly("127.0.0.1:9");
        assertThat(found.unresolved("a")).isTrue();
        write(targets(1));
        found.await("a", LIMIT, "127.0.0.1:9", "127.0.0.1:1");
        assertThat(found.unresolved("a")).isFalse();
    }

    @Test
    void aFileReplacedByARenameAndOneOfTheSameSizeAndTimeAreSeen() throws Exception {
        write(targets(1));
        serve("");
        Path other = Files.writeString(folder.resolve("other"), targets(2));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        found.await("a", LIMIT, "127.0.0.1:2");
    }

    @Test
    void aLinkThatTurnsAsKubernetesMountsDoIsSeen() throws Exception {
        for (int i = 1; i <= 2; i++) {
            Path data = Files.createDirectory(folder.resolve("data" + i));
            Files.writeString(data.resolve("targets.yaml"), targets(i));
        }
        Path current = Files.createSymbolicLink(folder.resolve("..data"), Path.of("data1"));
        Files.createSymbolicLink(file, Path.of("..data/targets.yaml"));
        serve("");
        assertThat(found.where("a")).containsExactly("127.0.0.1:1");
        Path next = Files.createSymbolicLink(folder.resolve("..next"), Path.of("data2"));
        Files.move(next, current, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        found.await("a", LIMIT, "127.0.0.1:2");
    }

    @Test
    void namesInTheFileAreLookedUp() throws Exception {
        write("- address: localhost:7\n");
        serve("");
        assertThat(found.where("a")).contains("127.0.0.1:7");
    }
}
