package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Translation;
import java.util.List;

/**
 * What places say of header fields and bodies. Adds the policies response-headers, request-headers, request-line, request-body, reverse-mapping, compression and
 * substitution, and the Host of the rewrite.
 */
public final class FieldAspects {

    private FieldAspects() {}

    /** The aspects of a translation. */
    public static List<Aspect> of(Translation in) {
        Findings findings = new Findings(in.report());
        return List.of(
                new UpstreamFields(findings),
                new UpstreamBody(findings),
                new UpstreamMethod(findings),
                new ResponseFields(findings),
                new ReverseNames(findings),
                new Compressed(findings),
                new Substituted(findings),
                new NotDone(findings));
    }
}
