package dev.sekisho.dialect.nginx;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import java.util.List;

/** The form that tests compile against. */
public final class NginxDialect implements Dialect {

    /** Reads files from there, with repairs or without. */
    public NginxDialect(ConfigFiles files, boolean repairs) {}

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public boolean recognises(Document document) {
        return false;
    }

    @Override
    public Compilation compile(List<Document> documents) {
        throw new UnsupportedOperationException();
    }
}
