package dev.sekisho.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a configuration record. Binding, bounds, defaults, the JSON Schema and the reference
 * documentation are all made from it.
 *
 * <p>A component without a default is required, unless its type is {@code Optional}, a list or a map. Defaults and bounds
 * are written as a user would write them, units included.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Property {

    /** What the property means, its unit, and what happens at its edges. */
    String value();

    /** Default, as written in a document; {@code "{}"} for a record with its own defaults; empty for none. */
    String defaultValue() default "";

    /** Smallest allowed value, as written in a document; empty for none. */
    String min() default "";

    /** Largest allowed value, as written in a document; empty for none. */
    String max() default "";

    /** What a text must be beyond text: {@code "re2"} for a regular expression in RE2 syntax; empty for any text. */
    String format() default "";

    /** An example value, shown in the reference. */
    String example() default "";
}
