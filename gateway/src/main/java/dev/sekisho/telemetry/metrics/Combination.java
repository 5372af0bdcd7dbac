package dev.sekisho.telemetry.metrics;

import dev.sekisho.dataplane.Method;

/**
 * Method and status as one number, and back to labels. Methods are those of the standard and those that configuration
 * names, up to 32; all others are OTHER, so that clients cannot make series. Thread-safe.
 */
final class Combination {

    /** What further combinations of a route are counted as. */
    static final int REST = 0;

    private static final int MOST_METHODS = 32;
    private static final String OTHER = Method.OTHER.toString();

    private static volatile Method[] methods = {
        Method.OTHER,
        Method.GET,
        Method.POST,
        Method.PUT,
        Method.DELETE,
        Method.HEAD,
        Method.OPTIONS,
        Method.PATCH,
        Method.TRACE,
        Method.CONNECT
    };

    private Combination() {}

    /** The number of the combination; a status outside 100 to 599 counts as none. */
    static int of(Method method, int status) {
        return indexOf(method) << 16 | (status >= 100 && status <= 599 ? status : 0);
    }

    private static int indexOf(Method method) {
        Method[] known = methods;
        for (int i = 1; i < known.length; i++) {
            if (known[i] == method) {
                return i;
            }
        }
        return method == Method.OTHER ? 0 : add(method);
    }

    private static synchronized int add(Method method) {
        Method[] known = methods;
        for (int i = 1; i < known.length; i++) {
            if (known[i] == method) {
                return i;
            }
        }
        if (known.length == MOST_METHODS || method.toString().equals(OTHER)) {
            return 0;
        }
        Method[] more = java.util.Arrays.copyOf(known, known.length + 1);
        more[known.length] = method;
        methods = more;
        return known.length;
    }

    /** The label of the method. */
    static String method(int combination) {
        return methods[combination >>> 16].toString();
    }

    /** The label of the status: three digits, or {@code other}. */
    static String status(int combination) {
        int status = combination & 0xFFFF;
        return status == 0 ? "other" : Integer.toString(status);
    }
}
