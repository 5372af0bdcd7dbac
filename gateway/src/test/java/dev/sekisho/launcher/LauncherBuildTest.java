package dev.sekisho.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.launcher.FakeCheckout.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When and how the launcher calls Maven. */
class LauncherBuildTest {

    @TempDir
    Path folder;

    private FakeCheckout checkout;
    private Path jdk = Path.of("");

    @BeforeEach
    void checkoutWithoutABuild() throws Exception {
        checkout = new FakeCheckout(folder).maven().set("SEKISHO_AOT", "off");
        jdk = checkout.jdk("jdks/jdk-25", "25.0.3");
    }

    @Test
    void buildsOnFirstUseOnlyAndOnTheFoundJdk() throws Exception {
        Run first = checkout.run("version");
        Run second = checkout.run("version");

        assertThat(checkout.log()).hasSize(1);
        assertThat(checkout.log().getFirst())
                .startsWith("mvn JAVA_HOME=" + jdk + " ")
                .contains("-pl gateway -am package");
        assertThat(first.err().lines()).hasSize(1).allMatch(line -> line.startsWith("sekisho: building"));
        assertThat(second.err()).isEmpty();
        assertThat(second.jdk()).isEqualTo(jdk.toString());
    }

    @Test
    void buildsAgainWhenASourceIsNewerOrGone() throws Exception {
        checkout.built();
        checkout.run("version");
        assertThat(checkout.log()).isEmpty();

        Path source = checkout.write("checkout/gateway/src/main/B.java", "class B {}");
        checkout.run("version");
        assertThat(checkout.log()).hasSize(1);

        Files.delete(source);
        checkout.run("version");
        assertThat(checkout.log()).hasSize(2);
    }

    @Test
    void aFailedBuildShowsItsLogAndExitsWithItsCode() throws Exception {
        Run run = checkout.set("FAKE_MAVEN_EXIT", "7").run("version");

        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.err()).contains("[ERROR] the compiler said no").contains("failed with exit code 7");
        assertThat(run.jdk()).isEmpty();
    }

    /** The race: both see no jar, and the second Maven deletes classes under the first. */
    @Test
    void startsAtTheSameTimeBuildOnce() throws Exception {
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            starts.add(checkout.start(folder, List.of(checkout.launcher().toString(), "version")));
        }
        for (Process start : starts) {
            assertThat(checkout.finish(start).exitCode()).isZero();
        }
        assertThat(checkout.log()).hasSize(1);
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Files.delete(checkout.base().resolve("bin/mvn"));

        Run run = checkout.run("version");

        assertThat(run.exitCode()).isEqualTo(69);
        assertThat(run.err())
                .contains("a build is needed (gateway/target/sekisho.jar is missing)")
                .contains("mvn is not on PATH")
                .contains("Install Apache Maven");
    }

    @Test
    void aRuntimeWithoutCompilerIsEnoughToRunButNotToBuild() throws Exception {
        Files.delete(jdk.resolve("bin/javac"));

        Run unbuilt = checkout.run("version");
        Run built = checkout.built().run("version");

        assertThat(unbuilt.exitCode()).isEqualTo(69);
        assertThat(unbuilt.err()).contains("Java 25.0.3 without bin/javac");
        assertThat(built.jdk()).isEqualTo(jdk.toString());
    }

    @Test
    void verifyRunsMavenOnTheFoundJdkWithTheArgumentsGiven() throws Exception {
        Run run = checkout.run("verify", "-Dtest=RouterTest", "-pl", "gateway");

        assertThat(run.exitCode()).isZero();
        assertThat(checkout.log()).containsExactly("mvn JAVA_HOME=" + jdk + " -B verify -Dtest=RouterTest -pl gateway");
        assertThat(run.jdk()).isEmpty();
    }

    @Test
    void verifyExitsWithMavensCode() throws Exception {
        assertThat(checkout.set("FAKE_MAVEN_EXIT", "3").run("verify").exitCode())
                .isEqualTo(3);
    }
}
