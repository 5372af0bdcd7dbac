package dev.sekisho.tls;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Lists of cipher suites in the language of OpenSSL (openssl-ciphers, "CIPHER LIST FORMAT"), as far as it names suites that
 * BoringSSL has: names, keywords, {@code A+B} for both, {@code !} for never, {@code -} for not now, {@code +} for last,
 * {@code @STRENGTH} and {@code @SECLEVEL=n}. Suites of TLS 1.3 are always on.
 */
final class CipherList {

    /** Forward secrecy and authenticated encryption. */
    static final String DEFAULT = "ECDHE+AESGCM:ECDHE+CHACHA20";

    private static final List<String> TLS_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** What BoringSSL has of TLS 1.2 and is no weaker than 128 bits, in its order. */
    private static final List<String> KNOWN = List.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305",
            "ECDHE-ECDSA-AES128-SHA",
            "ECDHE-RSA-AES128-SHA",
            "ECDHE-ECDSA-AES256-SHA",
            "ECDHE-RSA-AES256-SHA",
            "AES128-GCM-SHA256",
            "AES256-GCM-SHA384",
            "AES128-SHA",
            "AES256-SHA");

    private static final Predicate<String> ALL = name -> true;
    private static final Predicate<String> ECDHE = name -> name.startsWith("ECDHE");
    private static final Predicate<String> NONE = name -> false;
    private static final Predicate<String> SHA1 = name -> name.endsWith("-SHA");

    private static final Map<String, Predicate<String>> KEYWORDS = Map.ofEntries(
            Map.entry("ALL", ALL),
            Map.entry("COMPLEMENTOFALL", NONE),
            Map.entry("COMPLEMENTOFDEFAULT", NONE),
            Map.entry("DEFAULT", ALL),
            Map.entry("HIGH", ALL),
            Map.entry("ECDHE", ECDHE),
            Map.entry("EECDH", ECDHE),
            Map.entry("kECDHE", ECDHE),
            Map.entry("kEECDH", ECDHE),
            Map.entry("ECDSA", name -> name.contains("ECDSA")),
            Map.entry("aECDSA", name -> name.contains("ECDSA")),
            Map.entry("aRSA", name -> !name.contains("ECDSA")),
            Map.entry("RSA", ECDHE.negate()),
            Map.entry("kRSA", ECDHE.negate()),
            Map.entry("AES", name -> name.contains("AES")),
            Map.entry("AES128", name -> name.contains("AES128")),
            Map.entry("AES256", name -> name.contains("AES256")),
            Map.entry("AESGCM", name -> name.contains("GCM")),
            Map.entry("CHACHA20", name -> name.contains("CHACHA20")),
            Map.entry("SHA", SHA1),
            Map.entry("SHA1", SHA1),
            Map.entry("CBC", SHA1),
            Map.entry("SHA256", NONE), // a MAC to OpenSSL, which suites of GCM do not have
            Map.entry("SHA384", NONE),
            Map.entry("SSLv3", SHA1.and(ECDHE.negate())), // by the version that a suite came with
            Map.entry("TLSv1", SHA1.and(ECDHE)),
            Map.entry("TLSv1.0", SHA1.and(ECDHE)),
            Map.entry("TLSv1.2", SHA1.negate()));

    /** What OpenSSL knows and BoringSSL has none of, so that it may stand in a list and means nothing. */
    private static final String NOTHING =
            "aNULL|eNULL|NULL|ADH|AECDH|EXP|EXPORT|LOW|MEDIUM|MD5|RC2|RC4|DES|3DES|IDEA|SEED|CAMELLIA"
                    + "|ARIA|PSK|kPSK|SRP|DSS|aDSS|DH|DHE|EDH|kDHE|kEDH|ECDH|kECDH|aECDH|AESCCM|AESCCM8|GOST|kGOST|kRSAPSK|kECDHEPSK|kDHEPSK|aPSK|kSRP|aSRP"
                    + "|(EXP-|ADH-|AECDH-|DHE-|EDH-|DH-|ECDH-|PSK-|SRP-|RC4-|DES-|IDEA-|SEED-|CAMELLIA|ARIA|NULL-|KRB5-).*|.*-(RC4|DES|CBC3|CAMELLIA|CCM)-?.*"
                    + "|.*-AES(128|256)-SHA(256|384)|AES(128|256)-SHA256";

    private final List<String> chosen = new ArrayList<>();
    private final List<String> banned = new ArrayList<>();
    private int level;

    private CipherList() {}

    /**
     * The suites of a list by their names in Java, which every provider of TLS takes; those of TLS 1.3 first.
     *
     * @throws IOException where a part is unknown, or nothing is left
     */
    static List<String> javaNames(String text) throws IOException {
        List<String> all = new ArrayList<>(TLS_1_3);
        names(text).forEach(name -> all.add(javaName(name)));
        return List.copyOf(all);
    }

    /** The suites of TLS 1.2 of a list by their names in OpenSSL. */
    static List<String> names(String text) throws IOException {
        CipherList list = new CipherList();
        for (String part : text.split("[:;, ]+|(?=@)")) {
            if (part.startsWith("@")) {
                list.command(part);
            } else if (!part.isEmpty()) {
                list.part(part);
            }
        }
        List<String> left = list.chosen.stream().filter(list::isAllowed).toList();
        if (left.isEmpty()) {
            throw new IOException(
                    "ciphers: " + text + " (expected: a list that leaves a suite of TLS 1.2 that is on offer)");
        }
        return left;
    }

    private static String javaName(String name) {
        String exchange = name.startsWith("ECDHE-ECDSA-") ? "ECDHE_ECDSA" : ECDHE.test(name) ? "ECDHE_RSA" : "RSA";
        String cipher = name.replaceFirst("^ECDHE-(ECDSA|RSA)-", "")
                .replace("AES", "AES-")
                .replaceFirst("-SHA$", "-CBC-SHA")
                .replaceFirst("POLY1305$", "POLY1305-SHA256");
        return "TLS_" + exchange + "_WITH_" + cipher.replace('-', '_');
    }

    /** Level 3 asks for forward secrecy, 4 and 5 for 192 bits and more, MAC included. */
    private boolean isAllowed(String name) {
        return level < 3 || ECDHE.test(name) && (level < 4 || !SHA1.test(name) && is256(name));
    }

    private static boolean is256(String name) {
        return !name.contains("AES128");
    }

    private void command(String part) throws IOException {
        if (part.equals("@STRENGTH")) {
            chosen.sort(Comparator.comparing(CipherList::is256).reversed());
        } else if (part.matches("@SECLEVEL=[0-5]")) {
            level = part.charAt(part.length() - 1) - '0';
        } else {
            throw new IOException("ciphers: " + part + " (expected: @STRENGTH or @SECLEVEL=0 to 5)");
        }
    }

    private void part(String part) throws IOException {
        char sign = part.charAt(0);
        String name = sign == '!' || sign == '-' || sign == '+' ? part.substring(1) : part;
        List<String> meant = meant(name);
        switch (sign) {
            case '!' -> {
                banned.addAll(meant);
                chosen.removeAll(meant);
            }
            case '-' -> chosen.removeAll(meant);
            case '+' -> {
                List<String> moved = new ArrayList<>(chosen);
                moved.retainAll(meant);
                chosen.removeAll(moved);
                chosen.addAll(moved);
            }
            default ->
                meant.stream()
                        .filter(suite -> !banned.contains(suite) && !chosen.contains(suite))
                        .forEach(chosen::add);
        }
    }

    private static List<String> meant(String name) throws IOException {
        if (TLS_1_3.contains(name)) {
            return List.of(); // on anyway
        }
        if (KNOWN.contains(name)) {
            return List.of(name);
        }
        Predicate<String> all = ALL;
        for (String keyword : name.split("\\+", -1)) {
            all = all.and(keyword(keyword));
        }
        return KNOWN.stream().filter(all).toList();
    }

    private static Predicate<String> keyword(String word) throws IOException {
        Predicate<String> known = KEYWORDS.get(word);
        if (known == null && !word.matches(NOTHING)) {
            throw new IOException(
                    "ciphers: " + word + " (expected: names and keywords of OpenSSL, such as ECDHE+AESGCM)");
        }
        return known == null ? NONE : known;
    }
}
