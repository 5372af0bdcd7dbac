package dev.sekisho.dialect.nginx.regex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Re2Test {

    private static String form(String pcre) {
        return ((Re2.Result.Form) Re2.of(pcre, false)).text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "^/a/(.*)$~^/a/(.*)$",
                "\\.(gif|jpe?g)$~\\.(gif|jpe?g)$",
                "^/(?<User>[^/]+)$~^/(?P<user>[^/]+)$",
                "(?'b'y)(?P<c>z)~(?P<b>y)(?P<c>z)",
                "(?i)a(?s-i:b)~(?i)a(?s-i:b)",
                "a{2,3}?b{,3}{x}~a{2,3}?b\\{,3}\\{x}",
                "[]a[]~[\\]a\\[]",
                "[[:alpha:]\\d-]~x",
                "\\s\\h\\R\\Z~x",
                "(?#a comment)b~b",
                "\\Qa.b\\E+~a\\.b+",
                "\\x9\\x41\\x{20ac}~\\x09\\x41\\x{20ac}",
                "\\_\\/~\\_\\/"
            })
    void isWrittenAsRe2HasIt(String pcre, String re2) {
        String form = form(pcre);
        Pattern.compile(form);
        if (!re2.equals("x")) {
            assertThat(form).isEqualTo(re2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "^/(?!admin)~look-around (\"(?!admin)\")",
                "a(?=b)~look-around (\"(?=b)\")",
                "(?<=a)b~look-around (\"(?<=a)b\")",
                "(?<!a)b~look-around (\"(?<!a)b\")",
                "(a)\\1~an escape (\"\\1\")",
                "(?<a>x)\\k<a>~an escape (\"\\k<a>\")",
                "(?>a+)b~an atomic group (\"(?>a+)b\")",
                "a++~a possessive quantifier (\"++\")",
                "a*+b~a possessive quantifier (\"*+b\")",
                "(?R)~recursion (\"(?R)\")",
                "(a)(?1)~recursion (\"(?1)\")",
                "(?(1)a|b)~a condition (\"(?(1)a|b)\")",
                "(?|a)~groups that share numbers (\"(?|a)\")",
                "(?x) a~an option (\"(?x) a\")",
                "(*UTF8)a~a verb (\"(*UTF8)a\")",
                "a{1001}~more than 1000 repetitions (\"{1001}\")",
                "\\G~an escape (\"\\G\")",
                "\\012~an octal escape (\"\\012\")",
                "[a~a class without end (\"[a\")",
                "a\\~a backslash at the end (\"\\\")",
                "(?<a>x)(?<A>y)~two groups of one name"
            })
    void whatRe2DoesNotKnowIsRefusedWithItsReason(String pcre, String reason) {
        assertThat(Re2.of(pcre, false)).isEqualTo(new Re2.Result.Refused(reason));
    }

    @Test
    void caseAndNamesAreKept() {
        Re2.Result.Form form = (Re2.Result.Form) Re2.of("^/(?<User_Name>a)(b)(?P<x>c)", true);
        assertThat(form.text()).isEqualTo("(?i)^/(?P<user_name>a)(b)(?P<x>c)");
        assertThat(form.names()).isEqualTo(List.of("user_name", "x"));
        assertThat(Pattern.compile(form.text()).matcher("/ABC").find()).isTrue();
    }

    /** The same texts fit as with Java's engine, which is PCRE's relative. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "^/([a-c]+)/?$",
                "(?<n>a|b)+c{1,2}",
                "[^/ab]",
                "[]a]b",
                "\\bab\\b",
                "a.c",
                "^(?:/a|/b)(?i:C)$",
                "[[:digit:]a-]+/",
                "\\s+a",
                "\\Q.a\\E",
                "a*?b",
                "[\\s/]c"
            })
    void findsWhatJavaFinds(String regex) throws Exception {
        Pcre java = Pcre.compile(regex, false);
        Pattern re2 = Pattern.compile(form(regex));
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(7); length > 0; length--) {
                text.append("/abcC1. ]-".charAt(random.nextInt(10)));
            }
            assertThat(re2.matcher(text.toString()).find()).as("%s", text).isEqualTo(java.find(text.toString()));
        }
    }
}
