package dev.sekisho.dialect.kong.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code bot-detection}: refuses programs by their User-Agent, by expressions and by a list that is built in. */
final class BotDetectionPlugin implements Plugin {

    /** Words that Kong's list finds in any name, and libraries that it names; the crawlers by name are those of the policy. */
    private static final List<String> KNOWN = List.of(
            "(?i:spider|crawl)",
            "[Ss]crape|[Aa]rchiver|[Ii]ndexer",
            "(?:^|[^Cc].|[^Uu])[Bb]ot",
            "Apache-HttpClient|Google-HTTP-Java-Client|Python-urllib|WinHTTP|HttpMonitor|TLSProber|Pingdom");

    private static final Schema SCHEMA = Schema.of(Field.texts("allow"), Field.texts("deny"))
            .alias("whitelist", "allow")
            .alias("blacklist", "deny");

    @Override
    public String name() {
        return "bot-detection";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `bots`; its list of known crawlers in place of Kong's, and whatever calls itself bot, spider,"
                + " crawler or scraper; a User-Agent over 4 KiB is refused";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        List<String> allow = checked("allow", settings, into);
        List<String> deny = new ArrayList<>(checked("deny", settings, into));
        deny.addAll(KNOWN);
        into.policy("bots", Map.of("allow", allow, "deny", deny, "crawlers", "deny", "maxLength", "4KiB"));
    }

    private static List<String> checked(String field, Settings settings, Translation into) {
        return settings.texts(field).stream()
                .flatMap(text -> Expressions.of(settings, field, text, into).stream())
                .toList();
    }
}
