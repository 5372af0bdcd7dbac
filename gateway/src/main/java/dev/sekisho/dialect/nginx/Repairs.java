package dev.sekisho.dialect.nginx;

import dev.sekisho.dialect.nginx.syntax.Block;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;

/**
 * What is served as its author meant it and not as nginx does; each is announced.
 *
 * @param fallThrough whether a location that holds only conditions lets the others go on to the next one
 * @param requestIds whether requests have the ids that their clients have given them in X-Request-ID
 */
record Repairs(boolean fallThrough, boolean requestIds) {

    /** A configuration is served as nginx does, or not at all. */
    static final Repairs NONE = new Repairs(false, false);

    private static final List<String> CLIENTS_ID = List.of("$request_id", "$http_x_request_id");

    /** Those of a configuration, as it is written. */
    static Repairs of(ConfigTree tree) {
        return new Repairs(true, setsRequestId(tree.main()));
    }

    private static boolean setsRequestId(Block block) {
        return block.directives().stream()
                .anyMatch(each -> setsRequestId(each)
                        || each.block().filter(Repairs::setsRequestId).isPresent());
    }

    private static boolean setsRequestId(Directive directive) {
        return directive.name().equals("set") && directive.texts().equals(CLIENTS_ID);
    }
}
