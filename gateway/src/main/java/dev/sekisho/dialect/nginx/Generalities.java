package dev.sekisho.dialect.nginx;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import java.util.List;

/** What is never as with nginx, told once for a configuration. */
final class Generalities {

    private static final String LIST = String.join(
            "; ",
            List.of(
                    "no Server field is sent",
                    "bodies of the gateway's own errors and redirects are its own, not nginx's pages",
                    "a request that two servers could read in two ways is refused with 400, though nginx takes some of them:"
                            + " %2F, %5C and escapes of control characters in the path, bad escapes, .. above the root, a fragment,"
                            + " unclear framing, other transfer codings than chunked (501 with nginx), malformed fields,"
                            + " a bad or repeated Host; a Host with empty labels (a..b) is taken",
                    "paths, those of rewrites too, are compared, kept in $uri and forwarded in their normal form, in which escapes of"
                            + " reserved and other special characters stay and slashes that follow one another are one; dots are"
                            + " resolved, and refused with 400 where a rewrite makes them, as is a path without / at its start",
                    "methods are any token, whatever its case; CONNECT is answered 405, and other versions of HTTP 505",
                    "fields that Connection names are not forwarded; $http_NAME of a field that is there more than"
                            + " once has all of its values, as with nginx from 1.23 on",
                    "services are spoken to by HTTP/1.1 on connections that are kept",
                    "X-Accel-* fields of services are not obeyed",
                    "405 of files says which methods are allowed; Range of a HEAD is passed over, and several ranges get the whole file;"
                            + " If-Match and If-Unmodified-Since do not count for the texts of return",
                    "values of variables in the text of return are escaped for its media type where that is JSON, HTML or XML",
                    "Proxy-Connection of clients does not pass, and fields whose names are no tokens are refused with 400",
                    "client_max_body_size counts where it is written, or where something else than return answers"));

    private Generalities() {}

    /** Reports them at the {@code http} block. */
    static void report(ConfigTree tree, Report report) {
        tree.main().directives().stream()
                .filter(each -> each.name().equals("http"))
                .findFirst()
                .ifPresent(http -> report.add(DraftKinds.GENERAL, http.at(), "not as with nginx: " + LIST, ""));
    }
}
