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
        "secret, {SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=",
        "secret, $1$r31.Ab/x$1Qyl3nacUPZUarEMT7mki/",
        "secret, $5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA",
        "secret, $6$saltsalt12345678$8XKW2Vp2EV.9JB9BKrjokWbY22EMRJQ4RAAV7EIZ/uB7CC8XiRG8GHXySivbp2OPz9SweUwwE6YAwd.6hM1hX0",
        "secret, $5$rounds=1000$ab$bw4PhTdETPYycBP1S/MfHGVqzf4cldTXkxqJJ2X8w.3",
        "secret, $6$rounds=1200$x$XsOFY/4YuC4S/XEytNShIqVDWZP7v54sZh.e3eNLELZqaCjOX19rBnTC5MhOhDPlfVebOsjxptDsJfWIH3Lsz1",
        "schlüssel, $1$r31.Ab/x$tjSPeGRH9jzE2EQN/.vmW0",
        "schlüssel, $5$saltsalt$XS2zNrvFkXXg.BHtmQPcKRgFDpL4QxrcBkNZ0LXIAb0",
        "schlüssel, $6$saltsalt12345678$OiAPuwT5yS46ftKVaQrikdMaJeV2loq/DAcYG.GH9tQXgD3ZpaV/d/OnBtHm3xC9.U0GFlYJ9oei1IzCACxko0",
        "a*33, $5$saltsalt$cJXXh4Nc0bsgcOJ3Z/cc76EnxQXbzpMiizSS6LQxxR7",
        "a*33, $6$saltsalt$O0G7o/jV2gYCj9qZOVmxph3yNRdJWn6UtyA/vUKjngOZyXZcchcsaKf10Hm37DQ469EfT1lTxByQtdHT6mnL81",
        "b*64, $6$rounds=1000$ab$fVfcsp0ORVNFgcT.5fuhBfxJxoIJFZ/KLJUlawqh6TxmrAkhhe7V.dKl1b2EMDKLxRELu9aUyaHjjF3MYSTlE0",
        "b*64, $5$ab$U29.NWjmoxMAQMhRJ53D9CJsHw5msd4pLTwcWUDgrC6",
        "c*65, $6$ab$7CbpbWuVxWX5foX/AUhh5VuJYsgRUTStgtVNL4LkktNFv74cHl.nK6uVSO0Yk51jqtq/fpJcPfUa8vq7Barye1",
        "d*200, $5$rounds=1001$ab$MIwxi9rOuGbaL9ufTQbeglmqHHB2CZjXp62LxNdqRH0",
        "d*200, $1$ab$HF2bHRZHPsQDcYm8672Vc/",
        "s, $5$saltsalt$louP4goKgbSVLbRHVsbHIHg1UHFyULRm.zIxvX8U7o1",
        "s, $6$x$1ReniZDXnAaNZktLgNeIis4FMrOkQwcEGTuzEwFKYnzASmpHJpar1Ehm4ZZsRTVVLZ6ShCycw1oibSNMGnbBG.",
        "secret, {SSHA}gVK8WC9YyFT1gMsQHTGCgT3sSv5zYWx0",
        "secret, {SSHA}tCNGqyJLk/uvKpCa4vga5GB2gWoxMjM0NTY3OA==",
        "schlüssel, {SSHA}rcIrKq5xztufvs6WLfCLuG6DGgNz",
        "secret, {PLAIN}secret"
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
                "$1$$jiiV6N7hIIuIoJbc1hxOE/",
                "$1$ab$jiiV6N7hIIuIoJbc1hxOE",
                "$6$ab$x",
                "$7$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA",
                "$6$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA",
                "$5$rounds=999$ab$bw4PhTdETPYycBP1S/MfHGVqzf4cldTXkxqJJ2X8w.3",
                "$5$rounds=1000001$ab$bw4PhTdETPYycBP1S/MfHGVqzf4cldTXkxqJJ2X8w.3",
                "$5$rounds=999999999$ab$bw4PhTdETPYycBP1S/MfHGVqzf4cldTXkxqJJ2X8w.3",
                "$5$rounds=-1$ab$bw4PhTdETPYycBP1S/MfHGVqzf4cldTXkxqJJ2X8w.3",
                "$5$saltsaltsaltsalts$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA",
                "$y$j9T$x$y",
                "{PLAIN}",
                "{SSHA}",
                "{SSHA}====5en6G6MezRroT3XKqkdPOmY/BfQx",
                "{SSHA}5en6G6MezRroT3XKqkdPOmY/BfQ=c2FsdA==",
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

    /** By which a wrong password costs the same whether the name is known or not. */
    @Test
    void whatALookCostsIsKnown() {
        PasswordHash few = PasswordHash.parse("$5$rounds=1000$ab$bw4PhTdETPYycBP1S/MfHGVqzf4cldTXkxqJJ2X8w.3")
                .orElseThrow();
        assertThat(few.work()).isEqualTo(Work.SHA256);
        assertThat(few.amount()).isEqualTo(1000);
        assertThat(few.isSlow()).isTrue();
        assertThat(PasswordHash.parse("$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA")
                        .orElseThrow()
                        .amount())
                .isEqualTo(5000);
        assertThat(PasswordHash.parse("{PLAIN}x").orElseThrow().isSlow()).isFalse();
    }
}
