package dev.drover.internal.cluster;

import dev.drover.ClusterSpec;
import dev.drover.Disk;
import dev.drover.NodeGroup;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.spi.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a cluster was made of, as hashes by field, so that the ledger can say later which fields another spec changes. The
 * number of workers does not count: it is the platform that knows it.
 *
 * @param hashes of the fields that are not empty
 */
record SpecFields(TreeMap<String, String> hashes) {
    private static final int HASH_LENGTH = 12;

    static SpecFields of(ClusterSpec spec) {
        SpecFields fields = new SpecFields(new TreeMap<>());
        fields.add("worker", List.of(spec.worker().toString()));
        fields.add("sparkVersion", spec.sparkVersion().stream().toList());
        fields.add("release", spec.release().stream().toList());
        fields.add("conf", texts(spec.conf()));
        fields.add(
                "bootstrap",
                spec.bootstrapActions().stream()
                        .flatMap(action -> texts(action).stream())
                        .toList());
        fields.add(
                "idleTimeout",
                spec.idleTimeout().map(Duration::toString).stream().toList());
        fields.add("maxAge", spec.maxAge().map(Duration::toString).stream().toList());
        fields.add("shuffleService", spec.shuffleService() ? List.of("true") : List.of());
        fields.add("labels", texts(spec.labels()));
        fields.add("master", texts(spec.master()));
        fields.add("workerNodes", texts(spec.workerNodes()));
        fields.add("gateway", texts(spec.gateway()));
        fields.add("scaling", spec.scaling().map(Object::toString).stream().toList());
        fields.add("logs", spec.logs().map(Object::toString).stream().toList());
        fields.add(
                "customizers",
                spec.customizers().stream()
                        .map(each -> each.type().getName() + " " + each.label())
                        .toList());
        return fields;
    }

    /** Reads what {@link #toString()} wrote. */
    static Optional<SpecFields> parse(String text) {
        TreeMap<String, String> hashes = new TreeMap<>();
        for (String each : text.split(" ", -1)) {
            int equals = each.indexOf('=');
            if (equals < 0) {
                return Optional.empty();
            }
            hashes.put(each.substring(0, equals), each.substring(equals + 1));
        }
        return Optional.of(new SpecFields(hashes));
    }

    /** The names of the fields in which another differs. */
    List<String> differing(SpecFields other) {
        List<String> names = new ArrayList<>(hashes.keySet());
        other.hashes.keySet().stream().filter(name -> !hashes.containsKey(name)).forEach(names::add);
        return names.stream()
                .filter(name ->
                        !Optional.ofNullable(hashes.get(name)).equals(Optional.ofNullable(other.hashes.get(name))))
                .sorted()
                .toList();
    }

    @Override
    public String toString() {
        return String.join(" ", hashes.entrySet().stream().map(Object::toString).toList());
    }

    private void add(String field, List<String> texts) {
        if (!texts.isEmpty()) {
            hashes.put(field, hash(texts));
        }
    }

    private static List<String> texts(Map<String, String> map) {
        return new TreeMap<>(map)
                .entrySet().stream()
                        .flatMap(entry -> List.of(entry.getKey(), entry.getValue()).stream())
                        .toList();
    }

    private static List<String> texts(Optional<NodeGroup> nodes) {
        return nodes.map(group -> List.of(
                        group.machines().toString(),
                        group.disks().stream().map(Disk::toString).toList().toString(),
                        group.purchase().name()))
                .orElse(List.of());
    }

    private static List<String> texts(BootstrapAction action) {
        return List.of(
                action.name(),
                action.script().orElse(""),
                action.uri().map(Object::toString).orElse(""),
                action.args().toString(),
                texts(action.env()).toString(),
                action.timeout().toString());
    }

    /** Lengths go before texts, so that no two lists give the same bytes. */
    private static String hash(List<String> texts) {
        MessageDigest sha = Sha256.begin();
        for (String each : texts) {
            byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
            sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            sha.update(bytes);
        }
        return HexFormat.of().formatHex(sha.digest()).substring(0, HASH_LENGTH);
    }
}
