/** What nginx loads and yet does not do as its author meant. */
@NullMarked
package dev.sekisho.dialect.nginx.doctor;

import org.jspecify.annotations.NullMarked;
