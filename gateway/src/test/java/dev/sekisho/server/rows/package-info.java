@NullMarked
package dev.sekisho.server.rows;

import org.jspecify.annotations.NullMarked;
