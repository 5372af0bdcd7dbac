package dev.sekisho.policy.errorpages;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a client accepts (RFC 9110 section 12.5.1): ranges of media types with weights. Parameters other than the weight do not count,
 * and a range that is malformed is none. Immutable.
 *
 * @param ranges in the order in which they were sent
 */
record Accepted(List<Range> ranges) {

    private static final String ANY = "*";
    private static final Pattern MEDIA_RANGE = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+/[!#$%&'*+.^_`|~0-9a-z-]+");
    private static final Pattern ONE = Pattern.compile("1(\\.0{0,3})?");
    private static final Pattern PART = Pattern.compile("0(\\.[0-9]{0,3})?");

    /**
     * A range.
     *
     * @param type such as text, or *
     * @param subtype such as html, or *
     * @param weight thousandths, 0 for not acceptable
     */
    record Range(String type, String subtype, int weight) {

        /** How exactly it describes a media type: 3 by name, 2 by type, 1 as any; 0 for not at all. */
        int fit(String mediaType) {
            int slash = mediaType.indexOf('/');
            if (type.equals(ANY)) {
                return 1;
            }
            if (!mediaType.substring(0, slash).equals(type)) {
                return 0;
            }
            return subtype.equals(ANY) ? 2 : mediaType.substring(slash + 1).equals(subtype) ? 3 : 0;
        }

        @Override
        public String toString() {
            return type + "/" + subtype + ";q=" + weight / 1000 + "."
                    + String.format(Locale.ROOT, "%03d", weight % 1000);
        }
    }

    /** What a request says. */
    static Accepted of(Headers request) {
        return parse(String.join(",", request.getAll(HeaderName.ACCEPT)));
    }

    /** Reads the value of Accept; never throws. */
    static Accepted parse(String value) {
        List<Range> ranges = new ArrayList<>();
        for (String element : value.toLowerCase(Locale.ROOT).split(",")) {
            range(element, ranges);
        }
        return new Accepted(List.copyOf(ranges));
    }

    private static void range(String element, List<Range> into) {
        String[] parts = element.split(";");
        String name = parts.length == 0 ? "" : parts[0].strip();
        int slash = name.indexOf('/');
        if (slash <= 0
                || slash == name.length() - 1
                || !MEDIA_RANGE.matcher(name).matches()) {
            return;
        }
        int weight = 1000;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                weight = weight(parameter.substring(2));
            }
        }
        String type = name.substring(0, slash);
        String subtype = name.substring(slash + 1);
        if (weight >= 0 && (!type.equals(ANY) || subtype.equals(ANY))) {
            into.add(new Range(type, subtype, weight));
        }
    }

    /** Thousandths; -1 for what is no weight. */
    private static int weight(String text) {
        if (ONE.matcher(text).matches()) {
            return 1000;
        }
        return PART.matcher(text).matches()
                ? Integer.parseInt((text + "000").substring(1).replace(".", "").substring(0, 3))
                : -1;
    }

    /** Thousandths for a media type by the range that describes it most exactly; 0 for not acceptable. */
    int weightOf(String mediaType) {
        int best = 0;
        int weight = 0;
        for (Range range : ranges) {
            int fit = range.fit(mediaType);
            if (fit > best || (fit == best && fit > 0 && range.weight() > weight)) {
                best = fit;
                weight = range.weight();
            }
        }
        return weight;
    }

    /** The form that is accepted most; of equal ones the first, and that too where none is. */
    int choose(List<PageForm> forms) {
        int chosen = 0;
        int most = weightOf(forms.getFirst().mediaType());
        for (int i = 1; i < forms.size(); i++) {
            int weight = weightOf(forms.get(i).mediaType());
            if (weight > most) {
                chosen = i;
                most = weight;
            }
        }
        return chosen;
    }
}
