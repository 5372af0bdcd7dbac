package dev.sekisho.dialect.kong.plugin;

/** One plugin of the bundle: its settings, and what they become. Implementations are immutable, thread-safe. */
interface Plugin {

    /** Its name in Kong. */
    String name();

    /** Its settings. */
    Schema schema();

    /** What does its work, in a few words, for the table of plugins. */
    String by();

    /** Translates settings that the schema has let through without an error. */
    void translate(Settings settings, Translation into);
}
