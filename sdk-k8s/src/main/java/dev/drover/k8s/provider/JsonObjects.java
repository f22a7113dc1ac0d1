package dev.drover.k8s.provider;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Any group of keys, as the text of a JSON object. */
final class JsonObjects {

    private JsonObjects() {}

    static Kind<String> kind() {
        return Kinds.reading("a group of keys", Map.of("type", "object"), JsonObjects::read);
    }

    private static Optional<String> read(Value value, Problems problems) {
        if (!(value instanceof Value.Entries)) {
            return problems.add(value.at(), "there must be a group of keys here, and there is " + value.what());
        }
        try {
            return Optional.of(json(value).toString());
        } catch (NumberFormatException e) {
            return problems.add(value.at(), "a number in here is none in JSON; write it in decimal digits");
        }
    }

    private static JsonElement json(Value value) {
        if (value instanceof Value.Entries group) {
            JsonObject object = new JsonObject();
            group.all().forEach(entry -> object.add(entry.key(), json(entry.value())));
            return object;
        }
        if (value instanceof Value.Items list) {
            JsonArray array = new JsonArray();
            list.all().forEach(each -> array.add(json(each)));
            return array;
        }
        Value.Scalar scalar = (Value.Scalar) value;
        return switch (scalar.type()) {
            case TEXT -> new JsonPrimitive(scalar.text());
            case INTEGER, DECIMAL -> new JsonPrimitive(new BigDecimal(scalar.text()));
            case BOOLEAN -> new JsonPrimitive(scalar.text().equals("true"));
            case NOTHING -> JsonNull.INSTANCE;
        };
    }
}
