package dev.sekisho.policy;

import dev.sekisho.model.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What the gateway lends to policies, from its start to its end. Thread-safe. */
public interface PolicyServices {

    /** Nothing that needs a network; state is never shared. */
    PolicyServices OFFLINE = new OfflineServices(FileProbe.NONE) {
        @Override
        public <T> T shared(Class<T> kind, Object key, Supplier<T> first) {
            return first.get();
        }
    };

    /** Nothing that needs a network; state is shared for as long as these are held. */
    static PolicyServices offline() {
        return offline(FileProbe.NONE);
    }

    /** The same, with what looks for files. */
    static PolicyServices offline(FileProbe files) {
        return new OfflineServices(files);
    }

    /** The wall clock. */
    InstantSource clock();

    /** What answers requests of the gateway's own. */
    Fetcher fetcher();

    /** Whether anybody may be asked; else policies are made only to see what they would do. */
    default boolean isOnline() {
        return true;
    }

    /**
     * What asks that store: the same for all that are reached in the same way, for as long as somebody holds it. Returns at once,
     * whether the store can be reached or not.
     *
     * @throws IllegalArgumentException where a file that it names cannot be read
     */
    KeyValueStore open(Store store);

    /**
     * What keeps bytes on a disk: the same for the same directory, for as long as somebody holds it, with the limits that were asked for
     * last. Returns at once; what the directory holds is found a little later.
     *
     * @throws IllegalArgumentException where the directory cannot be made or used
     */
    default BlobStore openDisk(BlobStore.Settings settings) {
        return BlobStore.NONE;
    }

    /**
     * Rows of numbers that a file keeps: the same object for the same file, until the gateway ends. Reads the file, so it is for the time
     * when policies are made.
     *
     * @param width numbers in a row
     * @throws IllegalArgumentException where the file cannot be used, or another gateway uses it
     */
    default KeptRows rows(String file, int width) {
        return KeptRows.inMemory(width);
    }

    /**
     * What takes records of requests to a destination: the same for the same destination and queue, for as long as somebody holds it. Returns
     * at once, whether the destination can be reached or not.
     *
     * @throws IllegalArgumentException where a file that it names cannot be opened or read
     */
    default LogShipper logs(LogDestination destination, LogQueue queue) {
        return LogShipper.NONE;
    }

    /** What looks for files. */
    default FileProbe files() {
        return FileProbe.NONE;
    }

    /**
     * State that outlives a reload: the same object for the same kind and an equal key, for as long as somebody holds it.
     *
     * @param kind class of the state
     * @param key what it is about; a value, such as a record
     * @param first makes it where there is none yet
     */
    <T> T shared(Class<T> kind, Object key, Supplier<T> first);

    /**
     * A counter on the metrics page: the same for the same name and labels, over reloads. To be asked for when a policy is made, not for
     * each request.
     *
     * @param name with the prefix {@code api_gateway_} and {@code _total} at its end
     * @param help one line for the reader of the page
     * @param labels names of the labels; the same at each call for the name
     * @param values of the labels, few over the life of the gateway
     */
    default LongAdder counter(String name, String help, List<String> labels, List<String> values) {
        return new LongAdder(); // that nobody sees, where there is no page
    }
}
