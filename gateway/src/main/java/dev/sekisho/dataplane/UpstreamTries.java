package dev.sekisho.dataplane;

import java.util.Arrays;

/**
 * What became of each time that an exchange asked an upstream, as nginx's {@code $upstream_addr}, {@code $upstream_status} and
 * {@code $upstream_response_time} list it. Kept with the exchange and used again, so that only an exchange with more tries
 * than any before allocates. On its loop; not thread-safe.
 */
public final class UpstreamTries {

    /** The value of a time or a status that there is none of. */
    public static final long NONE = -1;

    private static final int FIRST = 2;
    private static final byte[] NO_ADDRESS = new byte[0];

    private byte[][] addresses = new byte[FIRST][];
    private long[] asked = new long[FIRST];
    private long[] connected = new long[FIRST];
    private long[] answered = new long[FIRST];
    private long[] over = new long[FIRST];
    private long[] received = new long[FIRST];
    private int[] statuses = new int[FIRST];
    private boolean[] anew = new boolean[FIRST];
    private int count;
    private boolean rerouted;
    private long headNanos = NONE;
    private int status;

    UpstreamTries() {
        Arrays.fill(addresses, NO_ADDRESS);
    }

    void clear() {
        count = 0;
        rerouted = false;
        headNanos = NONE;
        status = 0;
    }

    /** What is asked from now on is asked by another route. */
    void reroute() {
        rerouted = count > 0;
    }

    /** An upstream of that address, ASCII text, is asked now, a {@link System#nanoTime} value. */
    public void ask(byte[] address, long now) {
        if (count == asked.length) {
            grow();
        }
        addresses[count] = address;
        asked[count] = now;
        connected[count] = answered[count] = over[count] = NONE;
        received[count] = 0;
        statuses[count] = 0;
        anew[count] = rerouted;
        rerouted = false;
        count++;
    }

    private void grow() {
        int length = count * 2;
        addresses = Arrays.copyOf(addresses, length);
        asked = Arrays.copyOf(asked, length);
        connected = Arrays.copyOf(connected, length);
        answered = Arrays.copyOf(answered, length);
        over = Arrays.copyOf(over, length);
        received = Arrays.copyOf(received, length);
        statuses = Arrays.copyOf(statuses, length);
        anew = Arrays.copyOf(anew, length);
        Arrays.fill(addresses, count, length, NO_ADDRESS);
    }

    /** The one that was asked last has a connection for the request. */
    public void connect(long now) {
        if (count > 0) {
            connected[count - 1] = now - asked[count - 1];
        }
    }

    /** The one that was asked last has answered with that status, be it that another one is asked then. */
    public void answer(int status, long now) {
        if (count > 0) {
            answered[count - 1] = now - asked[count - 1];
            statuses[count - 1] = status;
        }
    }

    /** So much of the body of the one that was asked last has come. */
    public void receive(int bytes) {
        if (count > 0) {
            received[count - 1] += bytes;
        }
    }

    /** The one that was asked last has nothing more to say. */
    public void end(long now) {
        if (count > 0 && over[count - 1] == NONE) {
            over[count - 1] = now - asked[count - 1];
        }
    }

    /** The one that was asked last came to nothing, which is that status to the client; one that was answered stays. */
    public void fail(int status, long now) {
        if (count > 0 && statuses[count - 1] == 0) {
            statuses[count - 1] = status;
        }
        end(now);
    }

    /** The head of the response is in, or the call has failed. */
    public void over(long now) {
        headNanos = count == 0 ? NONE : now - asked[count - 1];
    }

    void answered(int code) {
        status = code;
    }

    /** Time from asking the last one to its response head, nanoseconds; {@link #NONE} where none was asked or none answered. */
    public long headNanos() {
        return headNanos;
    }

    /** The status that the upstream answered, whatever policies make of it; 0 where none did. */
    public int status() {
        return status;
    }

    /** Address of the one that was asked last, as ASCII text; empty where none was. Not to be changed. */
    public byte[] address() {
        return count == 0 ? NO_ADDRESS : addresses[count - 1];
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Address of the target of that number, ASCII; not to be changed. */
    public byte[] address(int number) {
        return addresses[number];
    }

    /** What it answered, or what the gateway made of it where it did not; 0 where neither is known yet. */
    public int status(int number) {
        return statuses[number];
    }

    /** From asking it until a connection was there, nanoseconds; {@link #NONE} where none was. */
    public long connectNanos(int number) {
        return connected[number];
    }

    /** From asking it until the head of its response, nanoseconds; {@link #NONE} where none came. */
    public long headNanos(int number) {
        return answered[number];
    }

    /** From asking it until it was over, or until now where it is not, nanoseconds. */
    public long responseNanos(int number, long now) {
        return over[number] == NONE ? Math.max(0, now - asked[number]) : over[number];
    }

    /** Bytes of the body that it sent. */
    public long received(int number) {
        return received[number];
    }

    /** Whether another route asked than before. */
    public boolean isOfOtherRoute(int number) {
        return anew[number];
    }
}
