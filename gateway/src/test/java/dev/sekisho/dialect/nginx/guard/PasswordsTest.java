package dev.sekisho.dialect.nginx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.basic.BasicConfig;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    private static final String SHA = "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=";
    private static final String BASIC = "auth_basic \"the shop\"; auth_basic_user_file users;";

    private static Guarded guarded(String location, String users) {
        return Guarded.http("server { location / {\n" + location + "\n} }", Map.of("users", users));
    }

    @Test
    void usersOfTheFileMayEnter() {
        Guarded guarded = guarded(BASIC, "# users\nanna:" + SHA + "\nbert:$apr1$ab$jiiV6N7hIIuIoJbc1hxOE/:a comment\n");
        BasicConfig config = Guarded.config(guarded.at("/"), "basic", BasicConfig.class);
        assertThat(config.realm()).isEqualTo("the shop");
        assertThat(config.charset()).isFalse();
        assertThat(config.userHeaders()).isFalse();
        assertThat(config.hideCredentials()).isFalse();
        assertThat(config.htpasswd().orElseThrow().reveal())
                .isEqualTo("anna:" + SHA + "\nbert:$apr1$ab$jiiV6N7hIIuIoJbc1hxOE/");
        assertThat(config.htpasswd().orElseThrow()).hasToString("${file:/conf/users}");
        assertThat(guarded.found())
                .isEqualTo(
                        "nginx.differs auth_basic_user_file users is read with the configuration, /conf/users included;"
                                + " nginx reads it for each request\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth_basic off; auth_basic_user_file users;", "auth_basic_user_file users;", ""})
    void nobodyIsAskedWhereItIsOff(String directives) {
        Guarded guarded = guarded(directives, "anna:" + SHA);
        assertThat(Guarded.types(guarded.at("/"))).isEmpty();
        assertThat(guarded.found()).isEmpty();
    }

    @Test
    void withoutAFileNobodyIsAsked() {
        Guarded guarded = guarded("auth_basic shop;", "");
        assertThat(Guarded.types(guarded.at("/"))).isEmpty();
        assertThat(guarded.found()).startsWith("nginx.no-effect auth_basic shop asks nobody");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth_basic $host; auth_basic_user_file users;",
                "auth_basic 'a\"b'; auth_basic_user_file users;",
                "auth_basic Geschäft; auth_basic_user_file users;",
                "auth_basic shop; auth_basic_user_file $host;"
            })
    void whatCannotBeHonouredIsReported(String directives) {
        Guarded guarded = guarded(directives, "anna:" + SHA);
        assertThat(Guarded.types(guarded.at("/"))).isEmpty();
        assertThat(guarded.found()).contains("nginx.not-honoured auth_basic");
    }

    @Test
    void aFileThatIsNotThereIsReportedOnce() {
        Guarded guarded =
                Guarded.http("auth_basic shop; auth_basic_user_file gone; server { location / { } location /b { } }");
        guarded.at("/");
        guarded.at("/b");
        assertThat(guarded.found())
                .isEqualTo("nginx.file /conf/gone: No such file or directory (expected: a file that can be read)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nobody\n", "anna\nbert\n", ":" + SHA + "\n"})
    void aFileWithoutUsersIsReported(String users) {
        Guarded guarded = guarded(BASIC, users);
        assertThat(Guarded.types(guarded.at("/"))).isEmpty();
        assertThat(guarded.found())
                .startsWith("nginx.not-honoured auth_basic_user_file users names /conf/users, which has no user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rqXexS6ZhobKA",
                "hidden",
                "",
                "*",
                "$y$j9T$hidden$hidden",
                "{PLAIN}",
                "{PLAIN}hidden ",
                "{PLAIN}hid\u0000den",
                "$2y$04$hidden",
                "{SSHA}hidden"
            })
    void aPasswordInAnotherFormIsReportedByItsLineAndNotShown(String hash) {
        Guarded guarded = guarded(BASIC, "# users\nanna:" + SHA + "\nbert:" + hash + "\n");
        assertThat(Guarded.types(guarded.at("/"))).isEmpty();
        assertThat(guarded.found())
                .startsWith("nginx.not-honoured auth_basic_user_file users has passwords that cannot be checked, in"
                        + " /conf/users on lines 3 (expected: bcrypt")
                .doesNotContain("hid", "rqXex");
    }

    /** As nginx, which takes the first line that begins with the name and a colon. */
    @Test
    void theFirstLineOfANameCounts() {
        PasswordFile file = PasswordFile.of(
                List.of("anna:" + SHA, "anna:hidden", "#bert:" + SHA, "carl", "dora:{PLAIN}a b", "emil: " + SHA));
        assertThat(file.users()).containsOnlyKeys("anna", "dora").containsEntry("anna", SHA);
        assertThat(file.unread()).containsExactly(6);
    }

    @Test
    void manyLinesAreNotAllNamed() {
        Guarded guarded = guarded(BASIC, lines(200));
        guarded.at("/");
        assertThat(guarded.found()).contains("on lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and more (expected");
    }

    private static String lines(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("user").append(i).append(":x\n");
        }
        return text.toString();
    }

    /** Whatever a file holds, nobody gets in by a line that is not read, and nothing fails. */
    @Test
    void junkIsNeverAUser() {
        Random random = new Random(11);
        String letters = ":#$ {}SHA\u0000\u007f\t\udc80ü/=1a";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder line = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                line.append(letters.charAt(random.nextInt(letters.length())));
            }
            PasswordFile file = PasswordFile.of(List.of(line.toString()));
            file.users().forEach((name, hash) -> {
                assertThat(BasicConfig.isHash(hash)).isTrue();
                assertThat(line.toString()).startsWith(name + ":" + hash);
            });
            assertThat(file.users().size() + file.unread().size()).isLessThanOrEqualTo(1);
        }
        PasswordFile longLine =
                PasswordFile.of(List.of("a".repeat(1 << 20), "a".repeat(1 << 20) + ":" + "x".repeat(1 << 20)));
        assertThat(longLine.users()).isEmpty();
        assertThat(longLine.unread()).containsExactly(2);
    }
}
