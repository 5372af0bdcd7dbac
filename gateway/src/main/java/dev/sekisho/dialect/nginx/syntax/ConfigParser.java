package dev.sekisho.dialect.nginx.syntax;

import dev.sekisho.model.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a configuration with all files that it includes, by the rules of nginx's reader: names of included files are
 * relative to the folder of the main file, patterns may fit nothing, and the first fault ends it. For one thread and one
 * configuration.
 */
public final class ConfigParser {

    /** Blocks within blocks; nginx itself would end for want of stack, somewhere above. */
    private static final int DEEPEST = 128;

    /** Files that include one another; nginx would run out of open files. */
    private static final int OPEN_FILES = 100;

    /** Files in all, so that a pattern that fits itself many times ends. */
    private static final int MOST_FILES = 10_000;

    /** Blocks in which {@code include} is a value like any other. */
    private static final Set<String> NO_INCLUDE = Set.of("split_clients", "charset_map");

    private final ConfigFiles files;
    private final Map<String, String> read = new LinkedHashMap<>();
    private String folder = "";
    private int depth;
    private int open;
    private int opened;
    private Optional<Message> fault = Optional.empty();

    private ConfigParser(ConfigFiles files) {
        this.files = files;
    }

    /**
     * Reads a configuration.
     *
     * @param files where files are read from
     * @param path the main file's absolute name
     * @param globals directives of the command line ({@code -g}), which count before the file
     */
    public static ConfigTree parse(ConfigFiles files, String path, String globals) {
        return new ConfigParser(files).tree(path, globals);
    }

    private ConfigTree tree(String path, String globals) {
        folder = path.substring(0, path.lastIndexOf('/') + 1);
        List<Directive> main = new ArrayList<>();
        Origin end = Origin.NONE;
        try {
            statements(new Lexer(Message.COMMAND_LINE, globals, true), "", main);
            end = file(path, Origin.NONE, Origin.NONE, "", main);
        } catch (SyntaxFault e) {
            fault = Optional.of(e.message());
        }
        List<ConfigTree.SourceFile> sources = new ArrayList<>();
        read.forEach((name, text) -> sources.add(new ConfigTree.SourceFile(name, text)));
        return new ConfigTree(new Block(main, end, fault.isEmpty()), fault, sources);
    }

    /** Reads a file into the directives; gives its end. */
    private Origin file(String path, Origin place, Origin at, String around, List<Directive> into) throws SyntaxFault {
        if (open >= OPEN_FILES || opened >= MOST_FILES) {
            throw failed(path, new ConfigFiles.Failure("open", 24, "Too many open files"), place, at);
        }
        ConfigFiles.Reading reading = files.read(path);
        if (reading instanceof ConfigFiles.Failure failure) {
            throw failed(path, failure, place, at);
        }
        String text = ((ConfigFiles.Content) reading).text();
        read.putIfAbsent(path, text);
        open++;
        opened++;
        Lexer lexer = new Lexer(path, text, false);
        statements(lexer, around, into);
        open--;
        return lexer.here();
    }

    private static SyntaxFault failed(String path, ConfigFiles.Failure failure, Origin place, Origin at) {
        String reason =
                failure.call() + "() \"" + path + "\" failed (" + failure.number() + ": " + failure.reason() + ")";
        return new SyntaxFault(
                failure.call().equals("open")
                        ? Message.emerg(reason, place, at)
                        : new Message(Message.Level.CRIT, reason, Origin.NONE, at));
    }

    /** All statements of a text, which may not end a block that it did not begin. */
    private void statements(Lexer lexer, String around, List<Directive> into) throws SyntaxFault {
        while (true) {
            switch (lexer.next()) {
                case CLOSE -> throw lexer.fault("unexpected \"}\"");
                case END -> {
                    return;
                }
                case OPEN -> block(lexer, into);
                case SEMICOLON -> statement(lexer, around, into);
            }
        }
    }

    /** The block whose opening brace was read last. */
    private void block(Lexer lexer, List<Directive> into) throws SyntaxFault {
        if (lexer.isOption()) {
            throw lexer.fault("block directives are not supported in -g option");
        }
        List<Word> words = lexer.words();
        Origin begin = lexer.here();
        if (depth >= DEEPEST) {
            throw lexer.fault("blocks are nested too deeply (expected: at most " + DEEPEST + ")");
        }
        depth++;
        List<Directive> inside = new ArrayList<>();
        try {
            inside(lexer, words.getFirst().text(), inside);
        } catch (SyntaxFault e) {
            into.add(directive(words, new Block(inside, lexer.here(), false), begin));
            throw e;
        }
        into.add(directive(words, new Block(inside, lexer.here(), true), begin));
        depth--;
    }

    private static Directive directive(List<Word> words, Block block, Origin end) {
        return new Directive(words.getFirst(), words.subList(1, words.size()), Optional.of(block), end);
    }

    private void inside(Lexer lexer, String around, List<Directive> into) throws SyntaxFault {
        while (true) {
            switch (lexer.next()) {
                case CLOSE -> {
                    return;
                }
                case END -> throw lexer.fault("unexpected end of file, expecting \"}\"");
                case OPEN -> block(lexer, into);
                case SEMICOLON -> statement(lexer, around, into);
            }
        }
    }

    private void statement(Lexer lexer, String around, List<Directive> into) throws SyntaxFault {
        List<Word> words = lexer.words();
        Word name = words.getFirst();
        if (name.text().equals("include") && words.size() == 2 && !NO_INCLUDE.contains(around)) {
            include(words.get(1), lexer.here(), around, into);
        } else {
            into.add(new Directive(name, words.subList(1, words.size()), Optional.empty(), lexer.here()));
        }
    }

    private void include(Word name, Origin place, String around, List<Directive> into) throws SyntaxFault {
        String path = name.text().startsWith("/") ? name.text() : folder + name.text();
        boolean pattern = !around.equals("geo") && path.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
        for (String each : pattern ? files.glob(path) : List.of(path)) {
            file(each, place, name.at(), around, into);
        }
    }
}
