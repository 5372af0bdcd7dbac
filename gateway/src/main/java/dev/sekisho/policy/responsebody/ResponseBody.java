package dev.sekisho.policy.responsebody;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import dev.sekisho.policy.json.BodyCounts;
import dev.sekisho.policy.json.BodyTypes;
import dev.sekisho.policy.json.JsonEditor;
import java.util.List;

/** {@code response-body}: changes JSON before the client sees it. */
public final class ResponseBody implements PolicyType<ResponseBodyConfig> {

    @Override
    public String name() {
        return "response-body";
    }

    @Override
    public Class<ResponseBodyConfig> configType() {
        return ResponseBodyConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.TRANSFORMATION;
    }

    @Override
    public Policy create(ResponseBodyConfig config, PolicyContext context) {
        int maxBody = Math.toIntExact(config.maxBody().bytes());
        JsonEditor editor = new JsonEditor(config.json(), Head.RESPONSE, maxBody);
        List<String> types = config.contentTypes().isEmpty() ? BodyTypes.JSON : config.contentTypes();
        return new ResponseBodyPolicy(
                new BodyTypes("contentTypes", editor.isEmpty() ? List.of() : types),
                config.statuses(),
                maxBody,
                new GatheredResponse(editor, new BodyCounts(context, "response"), config));
    }

    @Override
    public String describe(ResponseBodyConfig config) {
        String steps = new JsonEditor(config.json(), Head.RESPONSE).toString();
        return steps.isEmpty() ? "changes nothing" : steps + " in JSON of the response, up to " + config.maxBody();
    }
}
