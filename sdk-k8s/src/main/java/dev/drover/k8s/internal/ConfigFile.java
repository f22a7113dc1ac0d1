package dev.drover.k8s.internal;

import dev.drover.DroverException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** One kubeconfig file: lists of named things. */
record ConfigFile(Path path, Map<?, ?> content) {

    /** No line of the file is in an error: it holds secrets. */
    static ConfigFile read(Path path) {
        try {
            Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(path));
            if (content instanceof Map<?, ?> map) {
                return new ConfigFile(path, map);
            }
            throw DroverException.invalid(path + " is no kubeconfig file.");
        } catch (MarkedYAMLException e) {
            throw DroverException.invalid("The kubeconfig file " + path + " is not valid YAML at line "
                    + (e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1) + ".");
        } catch (YAMLException e) {
            throw DroverException.invalid("The kubeconfig file " + path + " is not valid YAML.");
        } catch (IOException e) {
            throw DroverException.invalid("The kubeconfig file " + path + " cannot be read ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    @Nullable
    Section section(String list, String kind, String name) {
        return entries(list)
                .filter(entry -> name.equals(entry.get("name")))
                .map(entry -> entry.get(kind))
                .filter(Map.class::isInstance)
                .map(found -> new Section(this, "The " + kind + " '" + name + "' in " + path, (Map<?, ?>) found))
                .findFirst()
                .orElse(null);
    }

    List<String> names(String list) {
        return entries(list).map(entry -> String.valueOf(entry.get("name"))).toList();
    }

    /** From which relative paths in it start. */
    Path folder() {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path.toAbsolutePath() : parent;
    }

    private Stream<Map<?, ?>> entries(String list) {
        return content.get(list) instanceof List<?> all
                ? all.stream().filter(Map.class::isInstance).map(each -> (Map<?, ?>) each)
                : Stream.empty();
    }

    /** Never its content. */
    @Override
    public String toString() {
        return path.toString();
    }
}
