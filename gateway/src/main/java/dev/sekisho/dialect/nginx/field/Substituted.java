package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.policy.substitution.SubstitutionConfig;
import dev.sekisho.policy.substitution.SubstitutionConfig.EntityTag;
import dev.sekisho.policy.substitution.SubstitutionConfig.Escape;
import dev.sekisho.policy.substitution.SubstitutionConfig.LastModified;
import dev.sekisho.policy.substitution.SubstitutionConfig.Replace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code sub_filter} and what goes with it. */
final class Substituted implements Aspect {

    private static final int MOST = 64;
    private static final int LONGEST = 1 << 10; // bytes

    private final Findings findings;

    Substituted(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        boolean once = place.settings().isOn("sub_filter_once");
        List<Replace> replacements = new ArrayList<>();
        for (Directive each : place.settings().all("sub_filter")) {
            String found = each.arg(0);
            int length = found.getBytes(StandardCharsets.UTF_8).length;
            if (Arguments.isVariable(found) || length == 0 || length > LONGEST || replacements.size() == MOST) {
                findings.notHonoured(
                        each,
                        "is not honoured: at most " + MOST + " texts are looked for, of 1 to " + LONGEST
                                + " bytes and without variables",
                        "write out the text that is looked for");
            } else {
                replacements.add(
                        new Replace(found, Arguments.text(place, each.args().get(1)), once, true, Escape.NONE));
            }
        }
        if (replacements.isEmpty()) {
            return;
        }
        Directive first = place.settings().all("sub_filter").getFirst();
        boolean keeps = place.settings().isOn("sub_filter_last_modified");
        route.policy(
                "substitution",
                new SubstitutionConfig(
                        replacements,
                        Arguments.types(place, "sub_filter_types"),
                        keeps ? LastModified.KEEP : LastModified.DROP,
                        keeps ? EntityTag.WEAKEN : EntityTag.DROP),
                first.at());
        findings.differsOnce(
                "substitution",
                first.at(),
                first
                        + " has the upstream asked for bodies that are not compressed, and leaves those alone that are nevertheless;"
                        + " nginx searches what is compressed as if it were text",
                "");
    }
}
