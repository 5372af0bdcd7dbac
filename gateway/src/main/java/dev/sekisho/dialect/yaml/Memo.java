package dev.sekisho.dialect.yaml;

/** What the last compilation made of a document. */
record Memo() {}
