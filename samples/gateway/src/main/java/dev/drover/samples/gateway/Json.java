package dev.drover.samples.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** JSON of strangers, read with care. */
final class Json {
    private static final int DEPTH = 20;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** @throws HttpProblem 400 if it is no JSON object */
    static ObjectNode read(byte[] body) {
        try {
            JsonNode read = MAPPER.readTree(body);
            if (read instanceof ObjectNode object) {
                return object;
            }
            throw HttpProblem.badRequest("The body of this request is a JSON object.");
        } catch (JsonProcessingException e) {
            throw HttpProblem.badRequest("The body of this request is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw HttpProblem.badRequest("The body of this request is no JSON.");
        }
    }
}
