package dev.sekisho.bench.sidebyside;

import java.util.List;

/**
 * The outcome of one scenario.
 *
 * @param title a heading
 * @param method what was done, a sentence or two
 * @param header the table's column names
 * @param rows the table's cells
 * @param bounds the promised figures
 * @param remarks sides that were not available, failed requests
 */
record Report(
        String title,
        String method,
        List<String> header,
        List<List<String>> rows,
        List<Bound> bounds,
        List<String> remarks) {}
