package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;
import java.util.Optional;

/** Whether the sizes of the buffers for an upstream's answers fit one another, on each level after inheritance. */
final class BufferChecks {

    private static final long PAGE = 4096;
    private static final long POOL = 512;

    private BufferChecks() {}

    static void check(Scope scope, Directive http) throws Refusal {
        if (scope.context().isUpstream() || scope.context() == Context.LINES || scope.context() == Context.HTTP) {
            return; // nginx looks at http by way of its servers
        }
        for (String protocol : List.of("proxy", "fastcgi", "uwsgi", "scgi")) {
            new Buffers(protocol, scope, http).check();
        }
        if (scope.context() == Context.SERVER) {
            headers(scope, http);
        }
    }

    private static void headers(Scope scope, Directive http) throws Refusal {
        Optional<Directive> buffers = scope.inherited("large_client_header_buffers");
        long size = buffers.map(each -> Values.size(each.arg(1)).orElse(0)).orElse(2 * PAGE);
        long pool = scope.inherited("connection_pool_size")
                .map(each -> Values.size(each.arg(0)).orElse(0))
                .orElse(POOL);
        if (size < pool) {
            throw new Refusal(
                    "the \"large_client_header_buffers\" size must be equal to or greater than "
                            + "\"connection_pool_size\"",
                    buffers.orElse(http).at());
        }
    }

    /** The settings of one protocol on one level. */
    private record Buffers(String protocol, Scope scope, Directive http) {

        private String named(String suffix) {
            return "\"" + protocol + "_" + suffix + "\"";
        }

        private Optional<Directive> directive(String suffix) {
            return scope.inherited(protocol + "_" + suffix);
        }

        private long size(String suffix, long otherwise) {
            return directive(suffix)
                    .map(each -> Values.size(each.arg(0)).orElse(0))
                    .orElse(otherwise);
        }

        void check() throws Refusal {
            long first = size("buffer_size", PAGE);
            Optional<Directive> buffers = directive("buffers");
            long count =
                    buffers.map(each -> Values.number(each.arg(0)).orElse(0)).orElse(8L);
            long each = buffers.map(one -> Values.size(one.arg(1)).orElse(0)).orElse(PAGE);
            if (count < 2) {
                throw refusal("there must be at least 2 " + named("buffers"), "buffers");
            }
            long greatest = Math.max(first, each);
            busy(greatest, count, each);
            atLeast("temp_file_write_size", greatest, "");
            atLeast("max_temp_file_size", greatest, "equal to zero to disable temporary files usage or must be ");
        }

        private void busy(long greatest, long count, long each) throws Refusal {
            long busy = size("busy_buffers_size", 2 * greatest);
            atLeast("busy_buffers_size", greatest, "");
            if (busy > (count - 1) * each) {
                throw refusal(
                        named("busy_buffers_size") + " must be less than the size of all " + named("buffers")
                                + " minus one buffer",
                        "busy_buffers_size");
            }
        }

        private void atLeast(String suffix, long least, String unless) throws Refusal {
            long size = size(suffix, Long.MAX_VALUE);
            if (size >= least || size == 0 && !unless.isEmpty()) {
                return;
            }
            throw refusal(
                    named(suffix) + " must be " + unless + "equal to or greater than the maximum of the value of "
                            + named("buffer_size") + " and one of the " + named("buffers"),
                    suffix);
        }

        private Refusal refusal(String text, String suffix) {
            return new Refusal(text, directive(suffix).orElse(http).at());
        }
    }
}
