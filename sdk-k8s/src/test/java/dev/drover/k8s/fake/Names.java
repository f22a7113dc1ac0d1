package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The rules for names, labels and annotations, with the words of k8s.io/apimachinery's {@code util/validation}. */
final class Names {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
    private static final Pattern DNS_SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final Pattern LABEL_VALUE = Pattern.compile("(" + QUALIFIED + ")?");
    private static final Pattern LABEL_NAME = Pattern.compile(QUALIFIED);

    private Names() {}

    static List<FieldError> metadata(Resource resource, ObjectNode object) {
        List<FieldError> errors = new ArrayList<>();
        String name = Json.name(object);
        switch (resource.plural()) {
            case "services", "namespaces", "statefulsets" -> label("metadata.name", name, errors);
            case "roles", "rolebindings" -> {
                // A path segment: nearly everything.
            }
            default -> subdomain("metadata.name", name, errors);
        }
        labels("metadata.labels", object.path("metadata").path("labels"), errors);
        object.path("metadata")
                .path("annotations")
                .fieldNames()
                .forEachRemaining(key -> key("metadata.annotations", key.toLowerCase(java.util.Locale.ROOT), errors));
        return errors;
    }

    static void labels(String field, JsonNode labels, List<FieldError> errors) {
        labels.properties().forEach(entry -> {
            key(field, entry.getKey(), errors);
            String value = entry.getValue().asText();
            if (value.length() > 63) {
                errors.add(FieldError.invalid(field, value, "must be no more than 63 bytes"));
            } else if (!LABEL_VALUE.matcher(value).matches()) {
                errors.add(
                        FieldError.invalid(
                                field,
                                value,
                                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and"
                                        + " must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value', "
                                        + " or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"));
            }
        });
    }

    private static void key(String field, String key, List<FieldError> errors) {
        int slash = key.indexOf('/');
        String name = key.substring(slash + 1);
        if (slash >= 0 && !DNS_SUBDOMAIN.matcher(key.substring(0, slash)).matches()) {
            errors.add(FieldError.invalid(field, key, "prefix part " + subdomainRule()));
        }
        if (name.length() > 63) {
            errors.add(FieldError.invalid(field, key, "name part must be no more than 63 bytes"));
        } else if (!LABEL_NAME.matcher(name).matches()) {
            errors.add(FieldError.invalid(
                    field,
                    key,
                    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                            + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
                            + " validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"));
        }
    }

    static void label(String field, String value, List<FieldError> errors) {
        if (value.length() > 63) {
            errors.add(FieldError.invalid(field, value, "must be no more than 63 bytes"));
        }
        if (!DNS_LABEL.matcher(value).matches()) {
            errors.add(FieldError.invalid(
                    field,
                    value,
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must"
                            + " start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used"
                            + " for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"));
        }
    }

    private static void subdomain(String field, String value, List<FieldError> errors) {
        if (value.length() > 253) {
            errors.add(FieldError.invalid(field, value, "must be no more than 253 bytes"));
        }
        if (!DNS_SUBDOMAIN.matcher(value).matches()) {
            errors.add(FieldError.invalid(field, value, subdomainRule()));
        }
    }

    private static String subdomainRule() {
        return "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                + " start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is"
                + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    }
}
