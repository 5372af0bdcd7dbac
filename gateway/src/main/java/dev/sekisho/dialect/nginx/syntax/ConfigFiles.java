package dev.sekisho.dialect.nginx.syntax;

import java.util.List;

/** The files that a configuration may be read from, so that reading them is nobody's business here. */
public interface ConfigFiles {

    /** What came of reading a file. */
    sealed interface Reading {}

    /**
     * Its content.
     *
     * @param text its bytes, as {@link ConfigText#of} gives them
     */
    record Content(String text) implements Reading {}

    /**
     * Why it cannot be read.
     *
     * @param call the system call that failed: {@code open} or {@code pread}
     * @param number the error's number, errno
     * @param reason the error's text, such as {@code No such file or directory}
     */
    record Failure(String call, int number, String reason) implements Reading {}

    /** Reads the file with this absolute name. */
    Reading read(String path);

    /** The names that fit an absolute pattern with {@code *}, {@code ?} and {@code [}, sorted by bytes as glob(3) does. */
    List<String> glob(String pattern);

    /** What relative names start from, with a slash at its end. */
    default String folder() {
        return "/";
    }
}
