package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Step;
import dev.sekisho.dialect.nginx.directive.Condition;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which requests a location that only returns under conditions is for. */
final class Repair {

    private Repair() {}

    /** The methods, where each condition asks for one. */
    static Optional<List<String>> methods(List<Step> steps) {
        List<String> methods = new ArrayList<>();
        for (Step step : steps) {
            Optional<String> method = step instanceof Step.If when ? method(when.condition()) : Optional.empty();
            if (method.isEmpty()) {
                return Optional.empty();
            }
            methods.add(method.get());
        }
        return Optional.of(methods);
    }

    private static Optional<String> method(Condition condition) {
        boolean equal = condition.operator().equals("=");
        boolean ofMethod = condition
                .variable()
                .map(Word::text)
                .filter("$request_method"::equals)
                .isPresent();
        return equal && ofMethod
                ? condition.operand().map(Word::text).filter(text -> text.matches("[A-Z]+"))
                : Optional.empty();
    }
}
