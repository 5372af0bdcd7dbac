package dev.sekisho.policy.requestbody;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.ParameterChanges;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import dev.sekisho.policy.json.BodyCounts;
import dev.sekisho.policy.json.BodyTypes;
import dev.sekisho.policy.json.JsonEditor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code request-body}: changes JSON and forms before the backend sees them. */
public final class RequestBody implements PolicyType<RequestBodyConfig> {

    @Override
    public String name() {
        return "request-body";
    }

    @Override
    public Class<RequestBodyConfig> configType() {
        return RequestBodyConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.TRANSFORMATION;
    }

    @Override
    public Policy create(RequestBodyConfig config, PolicyContext context) {
        BodyCounts counts = new BodyCounts(context, "request");
        int maxBody = Math.toIntExact(config.maxBody().bytes());
        JsonEditor json = new JsonEditor(config.json(), Head.REQUEST, maxBody);
        ParameterChanges form = new ParameterChanges("form", config.form());
        Optional<GatheredAnything> any = config.text()
                .map(text -> new GatheredAnything(FieldValue.template("text", text, Head.REQUEST), counts));
        if (any.isPresent() && !(json.isEmpty() && form.isEmpty())) {
            throw new IllegalArgumentException("text: beside json or form (expected: alone)");
        }
        return new RequestBodyPolicy(
                new BodyTypes("contentTypes", json.isEmpty() ? List.of() : types(config)),
                new GatheredJson(json, counts).of(maxBody),
                new BodyTypes("form", form.isEmpty() ? List.of() : BodyTypes.FORM),
                new GatheredForm(form, counts).of(maxBody),
                any.map(each -> each.of(maxBody)),
                any.filter(GatheredAnything::isNothing).isPresent(),
                counts);
    }

    private static List<String> types(RequestBodyConfig config) {
        return config.contentTypes().isEmpty() ? BodyTypes.JSON : config.contentTypes();
    }

    @Override
    public String describe(RequestBodyConfig config) {
        String json = new JsonEditor(config.json(), Head.REQUEST).toString();
        String form = new ParameterChanges("form", config.form()).describe();
        String steps = Stream.of(json.isEmpty() ? "" : json + " in JSON", form.isEmpty() ? "" : form + " in forms")
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        if (config.text().isPresent()) {
            return config.text().get().isEmpty() ? "takes bodies away" : "puts a text in the place of bodies";
        }
        return steps.isEmpty() ? "changes nothing" : steps + " of the request, up to " + config.maxBody();
    }
}
