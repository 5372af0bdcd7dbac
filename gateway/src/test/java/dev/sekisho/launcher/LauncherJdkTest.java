package dev.sekisho.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.launcher.FakeCheckout.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which JDK the launcher takes, and what it says where there is none. */
class LauncherJdkTest {

    @TempDir
    Path folder;

    private FakeCheckout checkout;

    @BeforeEach
    void builtCheckout() throws Exception {
        checkout = new FakeCheckout(folder).built();
    }

    @Test
    void takesTheOwnVariableThenJavaHomeThenThePathThenTheSearchedFolders() throws Exception {
        Path own = checkout.jdk("own", "25.0.1");
        Path home = checkout.jdk("javahome", "26");
        Path onPath = checkout.jdk("onpath", "27-ea");
        Path searched = checkout.jdk("jdks/jdk-25", "25.0.3");
        Path link = Files.createSymbolicLink(checkout.base().resolve("bin/java"), onPath.resolve("bin/java"));
        checkout.set("SEKISHO_JAVA_HOME", own.toString()).set("JAVA_HOME", home.toString());

        assertThat(checkout.run("version").jdk()).isEqualTo(own.toString());
        checkout.unset("SEKISHO_JAVA_HOME");
        assertThat(checkout.run("version").jdk()).isEqualTo(home.toString());
        checkout.unset("JAVA_HOME");
        assertThat(checkout.run("version").jdk()).isEqualTo(onPath.toString());
        Files.delete(link);
        Files.delete(onPath.resolve("release"));
        assertThat(checkout.run("version").jdk()).isEqualTo(searched.toString());
    }

    @Test
    void passesOverOlderOnes() throws Exception {
        checkout.set("JAVA_HOME", checkout.jdk("javahome", "17.0.15").toString());
        checkout.jdk("jdks/a-8", "1.8.0_392");
        checkout.jdk("jdks/b-24", "24.0.2");
        Path fits = checkout.jdk("jdks/c-25", "25");

        assertThat(checkout.run("version").jdk()).isEqualTo(fits.toString());
    }

    @Test
    void findsAMacOsLayout() throws Exception {
        Path home = checkout.jdk("jdks/temurin-25.jdk/Contents/Home", "25.0.3");

        assertThat(checkout.run("version").jdk()).isEqualTo(home.toString());
    }

    @Test
    void asksAShimOnThePathForItsHomeAndRemembersTheAnswer() throws Exception {
        Path home = checkout.jdk("behind-the-shim", "25.0.3");
        checkout.executable(
                "bin/java",
                "#!/usr/bin/env bash\necho asked >>\"$FAKE_LOG\"\necho '    java.home = " + home + "' >&2\n");
        checkout.set("SEKISHO_AOT", "off");

        assertThat(checkout.run("version").jdk()).isEqualTo(home.toString());
        assertThat(checkout.run("version").jdk()).isEqualTo(home.toString());
        assertThat(checkout.log()).containsExactly("asked");
    }

    @Test
    void aRememberedJdkThatIsGoneIsSearchedAnew() throws Exception {
        Path first = checkout.jdk("jdks/a-25", "25.0.3");
        Path second = checkout.jdk("jdks/b-25", "25.0.3");
        assertThat(checkout.run("version").jdk()).isEqualTo(first.toString());

        Files.delete(first.resolve("bin/java"));

        assertThat(checkout.run("version").jdk()).isEqualTo(second.toString());
    }

    @Test
    void namesEveryPlaceAndVersionWhereNoneFits() throws Exception {
        Path old = checkout.jdk("javahome", "17.0.15");
        checkout.set("JAVA_HOME", old.toString());
        Path searched = checkout.jdk("jdks/jdk-21", "21.0.8");

        Run run = checkout.run("run", "sekisho.yaml");

        assertThat(run.exitCode()).isEqualTo(69);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("no JDK 25 or newer was found")
                .contains("JAVA_HOME: Java 17.0.15 in " + old)
                .contains("java on PATH: not set")
                .contains(searched + ": Java 21.0.8")
                .contains("SEKISHO_JAVA_HOME=/path/to/jdk-25");
    }

    @Test
    void anUnfitChoiceByTheUserIsAnErrorAndNotReplacedByAnother() throws Exception {
        checkout.jdk("jdks/jdk-25", "25.0.3");
        Path chosen = checkout.jdk("chosen", "21.0.8");
        checkout.set("SEKISHO_JAVA_HOME", chosen.toString());

        Run run = checkout.run("version");

        assertThat(run.exitCode()).isEqualTo(69);
        assertThat(run.err()).contains("SEKISHO_JAVA_HOME: Java 21.0.8 in " + chosen);
    }
}
