package dev.sekisho.policy.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hashes are what libxcrypt and {@code openssl passwd -apr1} made. */
class PasswordHashTest {

    private static boolean fits(String hash, String password) {
        return PasswordHash.parse(hash).orElseThrow().fits(password.getBytes(StandardCharsets.UTF_8));
    }

    private static String repeated(String password) {
        return password.length() > 2 && password.charAt(1) == '*'
                ? password.substring(0, 1).repeat(Integer.parseInt(password.substring(2)))
                : password;
    }

    @ParameterizedTest
    @CsvSource({
        "secret, $2a$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW",
        "secret, $2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW",
        "secret, $2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW",
        "secret, $2y$06$abcdefghijklmnopqrstuuxLa0AkDDSrQ9VwNnETzOsObiucpMYgC",
        "secret, $2y$05$012345678901234567890uNOOeOyS8z7WcSJYtt9MEBsR9M5E3wea",
        "schlüssel, $2a$04$abcdefghijklmnopqrstuu8iuUn9j4Qd.UlcT6rHHOIRwdefZ1zYa",
        "schlüssel, $2y$04$abcdefghijklmnopqrstuu8iuUn9j4Qd.UlcT6rHHOIRwdefZ1zYa",
        "a*72, $2a$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe",
        "x*80, $2y$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i",
        "secret, $apr1$ab$jiiV6N7hIIuIoJbc1hxOE/",
        "secret, $apr1$r31.Ab/x$jSs2tHEy.OXKMAjWFz7wC/",
        "s, $apr1$r31.Ab/x$eWBVyfyCVI1GnoluY.cTV.",
        "schlüssel, $apr1$r31.Ab/x$EUPz2NRVStCY7BlOfKiQF0",
        "a*15, $apr1$r31.Ab/x$10FVmZrzh71Xdnlri0rsA0",
        "b*16, $apr1$r31.Ab/x$HHCZhD0vePNetd1jVkGKi/",
        "c*17, $apr1$r31.Ab/x$TzfM8UWJQ6Vro15hkmn3p.",
        "d*64, $apr1$r31.Ab/x$eLhGZsmuv2FRaNk12uYSH.",
        "secret, {SHA}5en6G6MezRroT3XKqkdPOmY/BfQ="
    })
    void agreesWithOtherPrograms(String password, String hash) {
        String whole = repeated(password);
        assertThat(fits(hash, whole)).isTrue();
        assertThat(fits(hash, "S" + whole.substring(1) + "!")).isFalse();
        assertThat(fits(hash, whole.toUpperCase(Locale.ROOT))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "$2x$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW",
                "$2y$03$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW",
                "$2y$17$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW",
                "$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIr",
                "$apr1$$jiiV6N7hIIuIoJbc1hxOE/",
                "$apr1$123456789$jiiV6N7hIIuIoJbc1hxOE/",
                "$1$ab$jiiV6N7hIIuIoJbc1hxOE/",
                "$6$ab$x",
                "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ",
                "{SSHA}5en6G6MezRroT3XKqkdPOmY/BfQ=",
                "rqXexS6ZhobKA"
            })
    void readsNoOtherForms(String text) {
        assertThat(PasswordHash.parse(text)).isEmpty();
    }

    @Test
    void aSecretIsTheHashOrThePasswordItself() {
        assertThat(PasswordHash.ofSecret("secret").fits("secret".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(PasswordHash.ofSecret("secret").fits("Secret".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(PasswordHash.ofSecret("$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW"))
                .isInstanceOf(Bcrypt.class);
        assertThatThrownBy(() -> PasswordHash.ofSecret("$2y$04$cut"))
                .hasMessageStartingWith("a password that begins as bcrypt (expected: ")
                .hasMessageNotContaining("cut");
    }

    @Test
    void aFileIsReadLineByLine() {
        assertThat(Htpasswd.parse("""
                # users

                till:$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW
                 old:$apr1$ab$jiiV6N7hIIuIoJbc1hxOE/:a comment\r
                oldest:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=
                """)).containsOnlyKeys("till", "old", "oldest");
    }

    @ParameterizedTest
    @CsvSource({
        "'a:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\nb:hidden', 'htpasswd: line 2 (expected: a hash by bcrypt'",
        "'hidden', 'htpasswd: line 1 (expected: name:hash)'",
        "':{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=', 'htpasswd: line 1 (expected: name:hash)'",
        "'a:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\na:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=', 'htpasswd: line 2 (expected: each name once)'",
        "'# nobody', 'htpasswd: no user (expected: at least one line name:hash)'"
    })
    void whatIsWrongIsToldByItsLineAndNotShown(String text, String message) {
        assertThatThrownBy(() -> Htpasswd.parse(text))
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("hidden")
                .hasMessageNotContaining("5en6");
    }
}
