package dev.sekisho.dataplane;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Timeouts of one event loop: a hashed wheel (Varghese and Lauck, 1987, scheme 6) whose entries are the connections
 * themselves, so that setting, moving and clearing a timeout allocates nothing.
 *
 * <p>Most timeouts are set and never fire, so moving one to a later time only writes its deadline: the entry stays in its
 * old slot and is put where it belongs when the wheel comes by. One thread only.
 */
public final class TimerWheel {

    /** Time between two steps of the wheel, nanoseconds. A timeout fires at most this late, plus the loop's own delay. */
    public static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int SLOTS = 1024;

    private final @Nullable Entry[] slots = new Entry[SLOTS];
    private final long origin;
    private long tick;
    private int size;

    /** An empty wheel that starts at {@code now}, a {@link System#nanoTime} value. */
    public TimerWheel(long now) {
        this.origin = now;
    }

    /** One timeout; extend it where it is needed. */
    public abstract static class Entry {
        private long deadline = Long.MAX_VALUE;
        private int slot = -1;
        private long visit; // when the wheel next comes by, nanoseconds since its origin
        private @Nullable Entry previous;
        private @Nullable Entry next;

        /** The deadline has passed; the entry is no longer set. */
        protected abstract void expired(long now);
    }

    /** Sets the deadline, a {@link System#nanoTime} value, in place of an earlier one. */
    public void set(Entry entry, long deadline) {
        entry.deadline = deadline;
        if (entry.slot < 0) {
            insert(entry);
        } else if (deadline - origin < entry.visit) {
            unlink(entry);
            insert(entry);
        }
    }

    /** Clears the deadline; the entry leaves its slot when the wheel comes by. */
    public void clear(Entry entry) {
        entry.deadline = Long.MAX_VALUE;
    }

    /** Takes the entry out at once; for what goes away for good. */
    public void remove(Entry entry) {
        entry.deadline = Long.MAX_VALUE;
        if (entry.slot >= 0) {
            unlink(entry);
        }
    }

    /** Whether nothing is in the wheel. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Fires what is due at {@code now}. */
    public void advance(long now) {
        long target = (now - origin) / TICK;
        if (target - tick > SLOTS) {
            tick = target - SLOTS;
        }
        while (tick < target) {
            tick++;
            sweep((int) (tick & (SLOTS - 1)), now);
        }
    }

    private void sweep(int slot, long now) {
        // Entries are taken one by one, since what expires may set or remove others of this slot; none set now lands in
        // it.
        for (Entry entry = slots[slot]; entry != null; entry = slots[slot]) {
            unlink(entry);
            if (entry.deadline == Long.MAX_VALUE) {
                continue;
            }
            if (entry.deadline - now <= 0) {
                entry.deadline = Long.MAX_VALUE;
                entry.expired(now);
            } else {
                insert(entry);
            }
        }
    }

    /** Puts the entry where the wheel comes by first at or after its deadline, or last before it comes round. */
    private void insert(Entry entry) {
        long due = (entry.deadline - origin + TICK - 1) / TICK;
        long at = Math.max(tick + 1, Math.min(due, tick + SLOTS - 1));
        int slot = (int) (at & (SLOTS - 1));
        Entry head = slots[slot];
        entry.slot = slot;
        entry.visit = at * TICK;
        entry.previous = null;
        entry.next = head;
        if (head != null) {
            head.previous = entry;
        }
        slots[slot] = entry;
        size++;
    }

    private void unlink(Entry entry) {
        Entry before = entry.previous;
        Entry after = entry.next;
        if (before == null) {
            slots[entry.slot] = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        entry.slot = -1;
        entry.previous = null;
        entry.next = null;
        size--;
    }
}
