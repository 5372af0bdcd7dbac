package dev.sekisho.policy.steps;

import dev.sekisho.dataplane.Escapes;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.FileProbe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Goes on in one of two ways by what is at a path. The program waits meanwhile, without blocking; both ways lead to its end.
 *
 * @param path where; what placeholders stand for is decoded, as paths keep escapes
 * @param then all that follows where the condition holds
 * @param otherwise all that follows where it does not
 */
record WhenFile(
        FileProbe probe, FieldValue path, FileCondition condition, List<Instruction> then, List<Instruction> otherwise)
        implements Instruction {

    private static final String NOWHERE = "\0"; // no name of a file can hold it

    @Override
    public void apply(Run run) {
        Exchange x = run.exchange();
        CompletableFuture<Boolean> looking;
        try {
            looking = probe.look(path.text(x, WhenFile::decoded), condition.kind());
        } catch (RejectedExecutionException e) {
            run.refuse(Reason.OVERLOAD);
            return;
        }
        if (looking.isDone()) {
            run.toTheEnd(way(!looking.isCompletedExceptionally() && looking.resultNow()));
            return;
        }
        int serial = x.serial();
        run.decide(new Outcome.Await(looking.handleAsync(
                (there, failure) -> later(run, serial, there), x.loop().eventLoop())));
    }

    private Outcome later(Run run, int serial, @Nullable Boolean there) {
        if (run.exchange().serial() != serial) {
            return Outcome.CONTINUE; // nobody waits for it any more
        }
        return run.toTheEnd(way(there != null && there)); // what cannot be looked at is not there
    }

    private List<Instruction> way(boolean found) {
        return found == condition.wanted() ? then : otherwise;
    }

    /** An escaped slash is no part of a name, and must not lead elsewhere: nothing is there then. */
    private static String decoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String decoded = Escapes.decode(bytes, 0, bytes.length);
        return slashes(decoded) == slashes(text) ? decoded : NOWHERE;
    }

    private static long slashes(String text) {
        return text.chars().filter(c -> c == '/').count();
    }
}
