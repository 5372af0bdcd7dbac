package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.model.Secret;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A secret: text in which {@code ${env:NAME}} and {@code ${file:path}} are replaced. */
record SecretCodec(String label) implements Codec {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:(env|file):([^}\\x00-\\x1f]+)\\}|)");

    /** A bcrypt hash is made to be written down: it stands for a password and gives none away. */
    private static final Pattern HASHED = Pattern.compile("\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}");

    @Override
    public @Nullable Object read(Node node, Scope scope) {
        if (!(node instanceof Scalar scalar) || scalar.isNull()) {
            scope.wrongType(redacted(node), label, form(), "");
            return null;
        }
        Matcher matcher = REFERENCE.matcher(scalar.text());
        if (!matcher.find()) {
            if (HASHED.matcher(scalar.text()).matches()) {
                return new Secret(scalar.text(), scalar.text());
            }
            String fix = "write ${env:NAME} or ${file:path}, and keep the value out of the document";
            scope.warning(scalar, "literal-secret", label + ": a secret in the clear (expected: a reference)", fix);
            return new Secret(scalar.text(), "");
        }
        StringBuilder revealed = new StringBuilder();
        do {
            String value = resolve(matcher, scalar, scope);
            if (value == null) {
                return null;
            }
            matcher.appendReplacement(revealed, Matcher.quoteReplacement(value));
        } while (matcher.find());
        return new Secret(matcher.appendTail(revealed).toString(), scalar.text());
    }

    /** A wrong node may hold the secret all the same, so its text stays out of the message. */
    private static Node redacted(Node node) {
        return node instanceof Scalar s && !s.isNull()
                ? new Scalar(Secret.REDACTED, false, s.line(), s.column())
                : node;
    }

    private @Nullable String resolve(Matcher matcher, Scalar scalar, Scope scope) {
        scope.lookedUp = true;
        if (matcher.group(1) == null) {
            scope.error(scalar, "secret", label + ": ${ (expected: ${env:NAME} or ${file:path})", "");
            return null;
        }
        String name = matcher.group(2);
        String value = matcher.group(1).equals("env") ? env(name, scalar, scope) : file(name, scalar, scope);
        if (value != null && value.isEmpty()) {
            scope.error(
                    scalar, "secret", label + ": " + Shown.text(matcher.group()) + " is empty (expected: text)", "");
            return null;
        }
        return value;
    }

    private @Nullable String env(String name, Scalar scalar, Scope scope) {
        String value = scope.secrets.env(name).orElse(null);
        if (value == null) {
            String message = label + ": the environment variable " + Shown.text(name) + " is not set";
            scope.error(scalar, "secret", message, "set it for the gateway's process");
        }
        return value;
    }

    private @Nullable String file(String path, Scalar scalar, Scope scope) {
        try {
            return scope.secrets.file(path).stripTrailing();
        } catch (IOException | RuntimeException e) {
            String reason = e.getClass().getSimpleName();
            String message = label + ": the file " + Shown.text(path) + " cannot be read (" + reason + ")";
            scope.error(scalar, "secret", message, "");
            return null;
        }
    }

    @Override
    public Node write(Object value) {
        return Scalar.quoted(value.toString());
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        return Map.of("type", "string", "examples", java.util.List.of("${env:NAME}", "${file:/run/secrets/name}"));
    }

    @Override
    public String form() {
        return "secret";
    }

    @Override
    public boolean scalar() {
        return true;
    }
}
