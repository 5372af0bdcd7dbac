package dev.sekisho.server.redis;

import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.Script;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * What users of a Redis store hold. When nobody holds it any more, its connection closes by itself, so nothing that the connection
 * refers to may refer to it. Thread-safe.
 */
public final class RedisStore implements KeyValueStore {

    private final RedisLink link;

    RedisStore(RedisLink link) {
        this.link = link;
    }

    @Override
    public CompletableFuture<Map<String, String>> fields(String key, List<String> names) {
        String[] all = names.toArray(String[]::new);
        return link.send(commands -> commands.hmget(key, all).thenApply(RedisStore::present));
    }

    private static Map<String, String> present(List<KeyValue<String, byte[]>> all) {
        Map<String, String> present = new HashMap<>();
        all.forEach(field ->
                field.ifHasValue(value -> present.put(field.getKey(), new String(value, StandardCharsets.UTF_8))));
        return present;
    }

    /** By its digest; with its text where the server does not know it, which then does until it forgets its scripts or ends. */
    @Override
    public CompletableFuture<List<Long>> eval(Script script, String[] keys, byte[][] args) {
        return link.send(commands -> commands.<List<Object>>evalsha(script.sha1(), ScriptOutputType.MULTI, keys, args)
                .exceptionallyCompose(failure -> untaught(commands, script, keys, args, failure))
                .thenApply(RedisStore::numbers));
    }

    private static CompletionStage<List<Object>> untaught(
            RedisClusterAsyncCommands<String, byte[]> commands,
            Script script,
            String[] keys,
            byte[][] args,
            Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RedisNoScriptException
                ? commands.eval(script.text(), ScriptOutputType.MULTI, keys, args)
                : CompletableFuture.failedFuture(failure);
    }

    private static List<Long> numbers(List<Object> answer) {
        List<Long> numbers = new ArrayList<>(answer.size());
        for (Object number : answer) {
            numbers.add((Long) number);
        }
        return numbers;
    }

    @Override
    public CompletableFuture<Optional<byte[]>> get(String key) {
        return link.send(commands -> commands.get(key).thenApply(Optional::ofNullable));
    }

    @Override
    public CompletableFuture<Void> set(String key, byte[] value, Duration expiry) {
        return link.send(commands -> commands.set(key, value, SetArgs.Builder.px(expiry.toMillis())))
                .thenAccept(done -> {});
    }

    @Override
    public CompletableFuture<Long> delete(List<String> keys) {
        String[] all = keys.toArray(String[]::new);
        return link.send(commands -> commands.unlink(all));
    }
}
