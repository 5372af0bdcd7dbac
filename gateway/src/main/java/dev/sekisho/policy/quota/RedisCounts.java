package dev.sekisho.policy.quota;

import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.Script;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Counts in Redis, which all gateways share. Thread-safe. */
final class RedisCounts implements Ledger {

    /** Arguments: limit and end of each period; gives the place of the one that is used up, or 0, and the counts. */
    private static final Script TAKE = Script.of("""
            local answer = {0}
            for i = 1, #KEYS do
              answer[i + 1] = tonumber(redis.call('GET', KEYS[i]) or '0')
              if answer[1] == 0 and answer[i + 1] >= tonumber(ARGV[2 * i - 1]) then answer[1] = i end
            end
            if answer[1] == 0 then
              for i = 1, #KEYS do
                answer[i + 1] = redis.call('INCR', KEYS[i])
                if answer[i + 1] == 1 then redis.call('PEXPIREAT', KEYS[i], ARGV[2 * i]) end
              end
            end
            return answer
            """);

    private static final long GRACE_MILLIS =
            60_000; // a count outlives its window by that, for gateways whose clocks are late

    private final KeyValueStore store;

    RedisCounts(KeyValueStore store) {
        this.store = store;
    }

    @Override
    public CompletableFuture<Standing> take(String account, Allowance allowance, long now) {
        Period[] periods = allowance.periods();
        String[] keys = new String[periods.length];
        byte[][] args = new byte[periods.length * 2][];
        for (int i = 0; i < periods.length; i++) {
            long window = periods[i].window(now);
            keys[i] = "sekisho:quota:{" + account + "}:" + periods[i].label() + ":" + window;
            args[2 * i] = number(allowance.limits()[i]);
            args[2 * i + 1] = number(periods[i].end(window) + GRACE_MILLIS);
        }
        return store.eval(TAKE, keys, args).thenApply(answer -> standing(answer, allowance, now));
    }

    private static byte[] number(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private static Standing standing(List<Long> answer, Allowance allowance, long now) {
        long[] counts = new long[allowance.periods().length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = answer.get(i + 1);
        }
        return Standing.of(allowance, answer.getFirst().intValue() - 1, counts, now);
    }
}
