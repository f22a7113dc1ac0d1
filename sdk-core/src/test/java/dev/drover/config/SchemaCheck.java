package dev.drover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What an editor says of a file that is checked against the schema, by a validator that others wrote. */
final class SchemaCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonSchema schema;

    SchemaCheck(Map<String, Object> schema) {
        JsonNode tree = JSON.valueToTree(schema);
        this.schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(tree);
    }

    boolean accepts(String yaml) {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return schema.validate(JSON.valueToTree(document)).isEmpty();
    }
}
