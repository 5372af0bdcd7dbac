package dev.sekisho.policy.ratelimit.shared;

import dev.sekisho.policy.ratelimit.algorithm.Verdict;
import java.util.List;

/** What the script gives: the time to wait, then four numbers for each limit; times in microseconds. */
final class SharedAnswer {

    private static final long NANOS = 1_000; // in a microsecond
    private static final int WIDTH = 4;

    private SharedAnswer() {}

    /** As a verdict. */
    static Verdict verdict(List<Long> answer) {
        Verdict verdict = new Verdict(limits(answer));
        verdict.admit();
        verdict.delay(answer.getFirst() * NANOS);
        for (int i = 0; i < verdict.limits(); i++) {
            verdict.set(i, Math.max(0, left(answer, i)), resetNanos(answer, i));
            if (answer.get(1 + WIDTH * i) != 0) {
                verdict.refuse(i, answer.get(2 + WIDTH * i) * NANOS);
            }
        }
        return verdict;
    }

    static int limits(List<Long> answer) {
        return (answer.size() - 1) / WIDTH;
    }

    /** What is left of a limit; negative where gateways have admitted more. */
    static long left(List<Long> answer, int limit) {
        return answer.get(3 + WIDTH * limit);
    }

    static long resetNanos(List<Long> answer, int limit) {
        return answer.get(4 + WIDTH * limit) * NANOS;
    }
}
