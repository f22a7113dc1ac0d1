package dev.drover.k8s;

import dev.drover.DroverException;
import dev.drover.k8s.internal.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where pods of one role run, and with what beside what the job asks for. Immutable. */
public final class PodOptions {
    private final SortedMap<String, String> labels;
    private final SortedMap<String, String> annotations;
    private final SortedMap<String, String> nodeSelector;
    private final List<Toleration> tolerations;
    private final List<String> zones;
    private final OptionalInt memoryOverheadMiB;
    private final Optional<String> cpuLimit;
    private final Optional<String> priorityClass;
    private final SortedMap<String, SecretKey> variables;

    private PodOptions(Builder builder) {
        labels = new TreeMap<>(builder.labels);
        annotations = new TreeMap<>(builder.annotations);
        nodeSelector = new TreeMap<>(builder.nodeSelector);
        tolerations = List.copyOf(builder.tolerations);
        zones = List.copyOf(builder.zones);
        memoryOverheadMiB = builder.memoryOverheadMiB;
        cpuLimit = builder.cpuLimit;
        priorityClass = builder.priorityClass;
        variables = new TreeMap<>(builder.variables);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Nothing beside what the job asks for. */
    public static PodOptions standard() {
        return builder().build();
    }

    /** A builder that holds all of these, to change some. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.labels.putAll(labels);
        builder.annotations.putAll(annotations);
        builder.nodeSelector.putAll(nodeSelector);
        builder.tolerations.addAll(tolerations);
        builder.zones = zones;
        builder.memoryOverheadMiB = memoryOverheadMiB;
        builder.cpuLimit = cpuLimit;
        builder.priorityClass = priorityClass;
        builder.variables.putAll(variables);
        return builder;
    }

    public Map<String, String> labels() {
        return Map.copyOf(labels);
    }

    public Map<String, String> annotations() {
        return Map.copyOf(annotations);
    }

    public Map<String, String> nodeSelector() {
        return Map.copyOf(nodeSelector);
    }

    public List<Toleration> tolerations() {
        return tolerations;
    }

    public List<String> zones() {
        return zones;
    }

    public OptionalInt memoryOverheadMiB() {
        return memoryOverheadMiB;
    }

    public Optional<String> cpuLimit() {
        return cpuLimit;
    }

    public Optional<String> priorityClass() {
        return priorityClass;
    }

    public Map<String, SecretKey> variables() {
        return Map.copyOf(variables);
    }

    /** Builds {@link PodOptions}. */
    public static final class Builder {
        private final Map<String, String> labels = new TreeMap<>();
        private final Map<String, String> annotations = new TreeMap<>();
        private final Map<String, String> nodeSelector = new TreeMap<>();
        private final List<Toleration> tolerations = new ArrayList<>();
        private List<String> zones = List.of();
        private OptionalInt memoryOverheadMiB = OptionalInt.empty();
        private Optional<String> cpuLimit = Optional.empty();
        private Optional<String> priorityClass = Optional.empty();
        private final Map<String, SecretKey> variables = new TreeMap<>();

        private Builder() {}

        /** Sets a label of the pods. */
        public Builder label(String key, String value) {
            Syntax.requireLabelValue(Syntax.requireLabelKey(key), value);
            labels.put(key, value);
            return this;
        }

        /** Sets an annotation of the pods. */
        public Builder annotation(String key, String value) {
            annotations.put(Syntax.requireLabelKey(key), value);
            return this;
        }

        /** Only nodes with this label. */
        public Builder nodeSelector(String key, String value) {
            Syntax.requireLabelValue(Syntax.requireLabelKey(key), value);
            nodeSelector.put(key, value);
            return this;
        }

        /** Adds nodes that are closed to pods without this. */
        public Builder toleration(Toleration toleration) {
            tolerations.add(toleration);
            return this;
        }

        /** Only nodes in one of these zones, by {@code topology.kubernetes.io/zone}; in any if there are none. */
        public Builder zones(String... names) {
            for (String name : names) {
                Syntax.requireLabelValue("topology.kubernetes.io/zone", name);
            }
            zones = List.of(names);
            return this;
        }

        /** Memory beside the heap, 1 or more, in MiB; by default Spark's, a tenth of the heap and at least 384. */
        public Builder memoryOverheadMiB(int size) {
            if (size < 1) {
                throw DroverException.invalid("The memory overhead must be at least 1 MiB, not " + size + ".");
            }
            memoryOverheadMiB = OptionalInt.of(size);
            return this;
        }

        /** The most that a container gets of its node's cores, such as {@code 1500m}; by default no limit. */
        public Builder cpuLimit(String quantity) {
            cpuLimit = Optional.of(Syntax.requireQuantity("limit of cores", quantity));
            return this;
        }

        /** A PriorityClass of the cluster. */
        public Builder priorityClass(String name) {
            priorityClass = Optional.of(Syntax.requireName("PriorityClass", name));
            return this;
        }

        /** Sets an environment variable from a Secret that is in the namespace already. */
        public Builder variable(String name, SecretKey from) {
            variables.put(Syntax.requireVariable(name), from);
            return this;
        }

        public PodOptions build() {
            return new PodOptions(this);
        }
    }
}
