package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;
import java.util.Map;

/** What nginx's modules do to fields and bodies that nothing here does. */
final class NotDone implements Aspect {

    /** Directives that change answers wherever they say something other than off, and what they would do. */
    private static final Map<String, String> CHANGING = Map.ofEntries(
            Map.entry("ssi", "server-side includes are not carried out"),
            Map.entry("xslt_stylesheet", "XML is not transformed"),
            Map.entry("image_filter", "images are not changed"),
            Map.entry("add_before_body", "nothing is put before a body"),
            Map.entry("add_after_body", "nothing is put behind a body"),
            Map.entry("add_trailer", "no fields are sent behind a body"),
            Map.entry("gunzip", "bodies that upstreams have compressed are not decompressed"),
            Map.entry("userid", "clients are not marked by cookies"));

    private static final List<String> UNMARKED = List.of("off", "log"); // neither sets a cookie

    private final Findings findings;

    NotDone(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        CHANGING.forEach((name, why) -> place.settings().all(name).stream()
                .filter(each -> !each.arg(0).equals("off") || each.args().size() > 1)
                .filter(each -> !name.equals("userid") || !UNMARKED.contains(each.arg(0)))
                .filter(each -> !each.arg(0).isEmpty())
                .forEach(each -> findings.notHonoured(each, "is not honoured: " + why, "remove the directive")));
        place.settings().one("gzip_static").ifPresent(this::precompressed);
        place.settings()
                .one("chunked_transfer_encoding")
                .filter(each -> each.arg(0).equalsIgnoreCase("off"))
                .ifPresent(each -> findings.differs(
                        each, "has no effect: bodies of unknown length are sent in chunks to clients of HTTP/1.1", ""));
    }

    private void precompressed(Directive directive) {
        switch (directive.arg(0)) {
            case "on" ->
                findings.differs(
                        directive,
                        "has no effect: files are sent as they are, not the compressed ones beside them",
                        "write gzip on, which compresses them as they are sent");
            case "always" ->
                findings.notHonoured(
                        directive, "is not honoured: compressed files are not sent in place of others", "write off");
            default -> {}
        }
    }
}
