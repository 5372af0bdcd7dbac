package dev.sekisho.dialect.nginx.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.Case;
import dev.sekisho.dialect.nginx.syntax.Word.Quoting;
import dev.sekisho.model.Origin;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigParserTest {

    private static void at(Origin origin, String source, int line, int column) {
        assertThat(origin.toString()).isEqualTo(Case.FOLDER + source + ":" + line + ":" + column);
    }

    private static String fault(ConfigTree tree) {
        return tree.fault().orElseThrow().toString().replace(Case.FOLDER, "");
    }

    @Test
    void wordsKeepTheirPlacesAndQuotes() {
        ConfigTree tree = Case.tree("# comment\n  a 'b c'\n\t\"d;\\\"\" e\\ f;\n");
        Directive directive = tree.main().directives().getFirst();
        assertThat(directive.name()).isEqualTo("a");
        assertThat(directive.texts()).containsExactly("b c", "d;\"", "e\\ f");
        assertThat(directive.args())
                .extracting(Word::quoting)
                .containsExactly(Quoting.SINGLE, Quoting.DOUBLE, Quoting.NONE);
        at(directive.at(), "nginx.conf", 2, 3);
        at(directive.args().get(1).at(), "nginx.conf", 3, 2);
        at(directive.end(), "nginx.conf", 3, 13);
    }

    @Test
    void columnsCountCharactersNotBytes() {
        Directive directive = Case.tree("設定 値 x;\n").main().directives().getFirst();
        at(directive.args().get(1).at(), "nginx.conf", 1, 6);
    }

    @Test
    void includedDirectivesStandInThePlaceOfTheInclude() {
        ConfigTree tree = Case.tree(Map.of(
                "nginx.conf", "a { b; include d/*.conf; e; }\n", "d/1.conf", "c 1;\n", "d/2.conf", "\n  c 2;\n"));
        assertThat(tree.main().directives().getFirst().inside())
                .extracting(Directive::toString)
                .containsExactly("b;", "c 1;", "c 2;", "e;");
        at(tree.main().directives().getFirst().inside().get(2).at(), "d/2.conf", 2, 3);
        assertThat(tree.files())
                .extracting(ConfigTree.SourceFile::path)
                .containsExactly("/conf/nginx.conf", "/conf/d/1.conf", "/conf/d/2.conf");
    }

    @Test
    void filesThatIncludeOneAnotherEnd() {
        ConfigTree tree = Case.tree(Map.of("nginx.conf", "include a.conf;\n", "a.conf", "include nginx.conf;\n"));
        assertThat(fault(tree)).contains("failed (24: Too many open files)");
    }

    @Test
    void filesThatIncludeThemselvesTwiceEndInTime() {
        String twice = "include a.conf;\ninclude a.conf;\n";
        assertThat(Case.tree(Map.of("nginx.conf", twice, "a.conf", twice)).fault())
                .isPresent();
    }

    @Test
    void globalsCountBeforeTheFileAndHaveNoBlocks() {
        Case.Memory files = new Case.Memory(Map.of("nginx.conf", "b;\n"));
        ConfigTree tree = ConfigParser.parse(files, "/conf/nginx.conf", "a 1; ");
        assertThat(tree.main().directives()).extracting(Directive::name).containsExactly("a", "b");
        assertThat(ConfigParser.parse(files, "/conf/nginx.conf", "a {}").fault().orElseThrow())
                .hasToString("[emerg] block directives are not supported in -g option in command line");
        assertThat(ConfigParser.parse(files, "/conf/nginx.conf", "a").fault().orElseThrow())
                .hasToString("[emerg] unexpected end of parameter, expecting \";\" in command line");
    }

    @Test
    void aMissingMainFileHasNoPlace() {
        assertThat(Case.tree(Map.of()).fault().orElseThrow())
                .hasToString("[emerg] open() \"/conf/nginx.conf\" failed (2: No such file or directory)");
    }

    @Test
    void whatStoodBeforeAFaultIsKept() {
        ConfigTree tree = Case.tree("a;\nb {\n  c;\n  }x\n}\n");
        assertThat(fault(tree)).isEqualTo("[emerg] unexpected \"}\" in nginx.conf:5");
        tree = Case.tree("a;\nb {\n  c;\n  d");
        assertThat(tree.main().directives()).extracting(Directive::name).containsExactly("a", "b");
        assertThat(tree.main().directives().getLast().block().orElseThrow().closed())
                .isFalse();
    }

    @Test
    void deepNestingEnds() {
        assertThat(fault(Case.tree("a {".repeat(100_000)))).contains("nested too deeply");
        assertThat(fault(Case.tree("a {".repeat(128)))).contains("unexpected end of file, expecting \"}\"");
    }

    @Test
    void hugeWordsEndInTime() {
        String word = "a".repeat(1 << 20);
        long start = System.nanoTime();
        for (String text :
                List.of(word, word + ";", "\"" + word + "\";", "# " + word, "a " + "$".repeat(1 << 20) + ";")) {
            Case.tree(text);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(fault(Case.tree(word + ";\n"))).startsWith("[emerg] too long parameter \"aaaaaaaaaa...\" started");
    }

    @Test
    void manyDirectivesAreRead() {
        assertThat(Case.tree("a b;\n".repeat(100_000)).main().directives()).hasSize(100_000);
    }

    @Test
    void nulAndControlCharactersAreCharacters() {
        Directive directive =
                Case.tree("a \0b\u0001 c\u000b;\r\n").main().directives().getFirst();
        assertThat(directive.texts()).containsExactly("\0b\u0001", "c\u000b");
    }

    @Test
    void bytesThatAreNoUtf8AreKept() {
        byte[] bytes = {'a', ' ', (byte) 0xff, 'x', (byte) 0xc3, (byte) 0xa4, (byte) 0xe6, ' ', 'b', ';', '\n'};
        String text = ConfigText.of(bytes);
        assertThat(ConfigText.bytes(text)).isEqualTo(bytes);
        ConfigFiles files = new ConfigFiles() {
            @Override
            public Reading read(String path) {
                return new Content(text);
            }

            @Override
            public List<String> glob(String pattern) {
                return List.of();
            }
        };
        Directive directive =
                ConfigParser.parse(files, "/x", "").main().directives().getFirst();
        assertThat(ConfigText.bytes(directive.arg(0)))
                .isEqualTo(new byte[] {(byte) 0xff, 'x', (byte) 0xc3, (byte) 0xa4, (byte) 0xe6});
        assertThat(directive.arg(1)).isEqualTo("b");
    }

    @Test
    void everyByteOfAnyTextIsKept() {
        byte[] bytes = new byte[65_536];
        for (int i = 0; i < bytes.length; i += 2) {
            bytes[i] = (byte) (i >> 9);
            bytes[i + 1] = (byte) (i >> 1);
        }
        assertThat(ConfigText.bytes(ConfigText.of(bytes))).isEqualTo(bytes);
        assertThat(ConfigText.length(ConfigText.of(bytes))).isEqualTo(bytes.length);
    }

    @Test
    void itIsWrittenAsItCouldBeRead() {
        Map<String, String> texts = new HashMap<>();
        texts.put("a b;", "a   b ;");
        texts.put("a \"b c\" {…}", "a 'b c' { d; }");
        texts.put("a \"\";", "a '';");
        texts.forEach((written, text) ->
                assertThat(Case.tree(text).main().directives().getFirst()).hasToString(written));
    }
}
