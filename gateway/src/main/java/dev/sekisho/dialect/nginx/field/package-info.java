/** Header fields and bodies of nginx's requests and responses, as policies. */
@NullMarked
package dev.sekisho.dialect.nginx.field;

import org.jspecify.annotations.NullMarked;
