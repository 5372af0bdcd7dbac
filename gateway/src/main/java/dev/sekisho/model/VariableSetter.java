package dev.sekisho.model;

import java.util.Set;

/** Settings of a policy that sets variables; a record. */
public interface VariableSetter {

    /** Names of the variables that it sets. */
    Set<String> variables();
}
