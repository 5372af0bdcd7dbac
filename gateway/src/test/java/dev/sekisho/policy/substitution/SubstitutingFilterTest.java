package dev.sekisho.policy.substitution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.substitution.SubstitutionConfig.Escape;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** Replacing piece by piece gives what replacing in the whole text gives. */
class SubstitutingFilterTest {

    private final Random random = new Random(815);
    private final Exchange exchange = new ChainHarness().exchange();
    private final LongAdder replaced = new LongAdder();

    private record Rule(String find, String with, boolean once, boolean anyCase) {}

    /** The obvious way: at each place each rule. */
    private static String naive(String text, List<Rule> rules) {
        StringBuilder out = new StringBuilder();
        boolean[] done = new boolean[rules.size()];
        for (int at = 0; at < text.length(); ) {
            int found = -1;
            for (int i = 0; i < rules.size() && found < 0; i++) {
                Rule rule = rules.get(i);
                if (!done[i]
                        && text.regionMatches(
                                rule.anyCase(), at, rule.find(), 0, rule.find().length())) {
                    found = i;
                }
            }
            if (found < 0) {
                out.append(text.charAt(at++));
                continue;
            }
            out.append(rules.get(found).with());
            done[found] = rules.get(found).once();
            at += rules.get(found).find().length();
        }
        return out.toString();
    }

    private SubstitutingFilter filter(List<Rule> rules) {
        List<Patterns.Pattern> patterns = new ArrayList<>();
        List<Template> templates = new ArrayList<>();
        for (Rule rule : rules) {
            patterns.add(Patterns.Pattern.of(bytes(rule.find()), rule.anyCase(), rule.once()));
            templates.add(Template.parse("with", rule.with(), Escape.NONE));
        }
        return new SubstitutingFilter(exchange, new Patterns(patterns), templates, replaced);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String take(ByteBuf made) {
        String text = made.toString(StandardCharsets.UTF_8);
        made.release();
        return text;
    }

    private String stream(String text, List<Rule> rules, int... cuts) {
        SubstitutingFilter filter = filter(rules);
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int cut : cuts) {
            out.append(take(filter.filter(Unpooled.copiedBuffer(bytes(text.substring(from, cut))), false)));
            out.append(take(filter.flush()));
            from = cut;
        }
        out.append(take(filter.filter(Unpooled.copiedBuffer(bytes(text.substring(from))), true)));
        filter.over(true);
        return out.toString();
    }

    private String letters(int length, int alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("abAB<x".charAt(random.nextInt(alphabet)));
        }
        return text.toString();
    }

    @Test
    void anyTextsInAnyPiecesGiveWhatTheWholeGives() {
        for (int round = 0; round < 20_000; round++) {
            int alphabet = 2 + random.nextInt(4);
            List<Rule> rules = new ArrayList<>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                rules.add(new Rule(
                        letters(1 + random.nextInt(5), alphabet),
                        letters(random.nextInt(4), alphabet),
                        random.nextInt(3) == 0,
                        random.nextInt(3) == 0));
            }
            String text = letters(random.nextInt(60), alphabet);
            int[] cuts = random.ints(random.nextInt(6), 0, text.length() + 1)
                    .sorted()
                    .toArray();
            assertThat(stream(text, rules, cuts))
                    .as("%s in %s cut at %s", rules, text, Arrays.toString(cuts))
                    .isEqualTo(naive(text, rules));
        }
        assertThat(replaced.sum()).isGreaterThan(20_000);
    }

    @Test
    void aTextIsFoundOverEveryBorder() {
        List<Rule> rules = List.of(
                new Rule("</head>", "<script>1</script></head>", false, true),
                new Rule("http://internal", "https://www", false, false));
        String text = "<html><HEAD>x</HEAD><a href=http://internal/>http://interna</head";
        for (int cut = 0; cut <= text.length(); cut++) {
            for (int second = cut; second <= text.length(); second++) {
                assertThat(stream(text, rules, cut, second)).isEqualTo(naive(text, rules));
            }
        }
    }

    @Test
    void largeBodiesPassInBlocks() {
        List<Rule> rules = List.of(new Rule("needle", "thread", false, false), new Rule("hay", "straw", true, false));
        StringBuilder text = new StringBuilder();
        while (text.length() < 300_000) {
            text.append(letters(random.nextInt(9_000), 6)).append(random.nextBoolean() ? "needle" : "hay");
        }
        String all = text.toString();
        int[] cuts = random.ints(12, 0, all.length()).sorted().toArray();
        assertThat(stream(all, rules, cuts)).isEqualTo(naive(all, rules));
    }

    @Test
    void onlyWhatMayBeAMatchIsKeptBack() {
        SubstitutingFilter filter = filter(List.of(new Rule("needle", "thread", false, false)));
        assertThat(take(filter.filter(Unpooled.wrappedBuffer(bytes("line\n")), false)))
                .isEqualTo("line\n");
        assertThat(take(filter.filter(Unpooled.wrappedBuffer(bytes("a need")), false)))
                .isEqualTo("a ");
        assertThat(take(filter.flush())).isEmpty();
        assertThat(take(filter.filter(Unpooled.wrappedBuffer(bytes(" not")), false)))
                .isEqualTo("need not");
        assertThat(take(filter.filter(Unpooled.wrappedBuffer(bytes("needl")), true)))
                .isEqualTo("needl");
        filter.over(true);
    }

    @Test
    void behindTheLastOneAllPassesUntouched() {
        SubstitutingFilter filter = filter(List.of(new Rule("a", "b", true, false)));
        assertThat(take(filter.filter(Unpooled.wrappedBuffer(bytes("aa")), false)))
                .isEqualTo("ba");
        ByteBuf piece = Unpooled.wrappedBuffer(bytes("aaa"));
        assertThat(filter.filter(piece, true)).isSameAs(piece);
        piece.release();
    }

    @Test
    void theFirstOfTheListWinsAtOnePlaceAndTheLeftmostAnywhere() {
        Rule shorter = new Rule("ab", "1", false, false);
        Rule longer = new Rule("abc", "2", false, false);
        assertThat(stream("abcab", List.of(shorter, longer), 1)).isEqualTo("1c1");
        assertThat(stream("abcab", List.of(longer, shorter), 1)).isEqualTo("21");
        assertThat(stream("xabcab", List.of(new Rule("bca", "3", false, false), longer), 2))
                .isEqualTo("x2ab");
    }

    @Test
    void manyTextsAtOnce() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < Patterns.MOST; i++) {
            rules.add(new Rule("k" + i + ";", String.format(Locale.ROOT, "v%02d", i), i % 2 == 0, false));
        }
        String text = "k0;k63;k63;k62;k62;k5;k64;";
        assertThat(stream(text, rules, 4)).isEqualTo(naive(text, rules)).isEqualTo("v00v63v63v62k62;v05k64;");
    }
}
