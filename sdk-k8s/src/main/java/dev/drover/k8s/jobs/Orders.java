package dev.drover.k8s.jobs;

import dev.drover.Attempt;
import dev.drover.Command;
import dev.drover.Customizer;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeQueue;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.internal.Syntax;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes orders of jobs, and refuses what cannot be one. Immutable. */
final class Orders {
    /** The kernel's limit for one argument or variable is 128 KiB. */
    private static final int LONGEST_TEXT = 100_000;

    private final KubeJobOptions defaults;
    private final Function<StorageUri, Storage> storages;

    Orders(KubeJobOptions defaults, Function<StorageUri, Storage> storages) {
        this.defaults = defaults;
        this.storages = storages;
    }

    /** The location's options with the job's changes. */
    KubeJobOptions options(JobSpec job) {
        if (job.options().customizers().isEmpty()) {
            return defaults;
        }
        KubeJobOptions.Builder builder = defaults.toBuilder();
        Customizer.apply(job.options().customizers(), KubeJobOptions.Builder.class, builder);
        return builder.build();
    }

    /** Refuses what cannot run; without any call. */
    void check(String namespace, JobSpec job) {
        if (!Syntax.isLabel(namespace)) {
            throw DroverException.invalid("'" + namespace
                    + "' is not the name of a namespace: write the cluster's id as" + " k8s://context/namespace.");
        }
        KubeJobOptions options = options(job);
        Syntax.requireLabels(job.options().labels());
        job.options().args().forEach(argument -> text("argument", argument));
        job.options().env().forEach((name, value) -> text("value of " + name, value));
        options.bootstrap().forEach(action -> action.args().forEach(argument -> text("argument", argument)));
        SparkSettings.check(job.options().conf());
        SparkSettings.check(options.conf());
        SparkSettings.checkUris(job);
        queue(job, options);
        if (options.operator() != defaults.operator()) {
            throw DroverException.invalid(
                    "The operator is chosen for the whole location, where its runs are looked for: set"
                            + " KubeJobOptions.operator there, or bind another location to the same context.");
        }
    }

    private static void text(String what, String text) {
        if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
            throw DroverException.invalid("The " + what + " must have at most " + LONGEST_TEXT
                    + " characters and no zero bytes: put longer ones into a file.");
        }
    }

    private static void queue(JobSpec job, KubeJobOptions options) {
        if (job.options().queue().isPresent()) {
            String queue = job.options().queue().get();
            if (options.queue().isEmpty()) {
                throw new DroverException(
                        ErrorCode.UNSUPPORTED,
                        "The queue '" + queue
                                + "' is nobody's: say with KubeJobOptions.queue who lets jobs wait there.");
            }
            Syntax.requireLabelValue("of the queue", queue);
        }
        boolean apache = options.operator() == SparkOperator.APACHE && !(job instanceof Command);
        if (apache) {
            requireKnownToApache(options);
        }
    }

    /** Refuses what the operator would not heed. */
    static void requireKnownToApache(KubeJobOptions options) {
        if (options.queue().filter(KubeQueue.Kueue.class::isInstance).isPresent()) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "Apache's operator does not know Kueue: its jobs would start at once. Use YuniKorn or Volcano,"
                            + " kubeflow's operator, or no queue.");
        }
    }

    /** Reads the scripts that are elsewhere. */
    Order of(String namespace, JobSpec job, Attempt attempt) {
        KubeJobOptions options = options(job);
        Map<String, String> scripts = new TreeMap<>();
        for (BootstrapAction action : options.bootstrap()) {
            scripts.put(action.name(), script(action));
        }
        Parts parts = Parts.of(attempt, job, scripts);
        if (!parts.tooLarge().isEmpty()) {
            throw DroverException.invalid("The scripts of a job have more than the 1 MB that a ConfigMap holds: "
                    + String.join(", ", parts.tooLarge()) + ". Put them into the image or on a volume.");
        }
        return new Order(namespace, attempt, job, options, parts);
    }

    private String script(BootstrapAction action) {
        return action.script().orElseGet(() -> fetch(action.uri().orElseThrow()));
    }

    private String fetch(StorageUri uri) {
        try (InputStream in = storages.apply(uri).getRange(uri, 0, BootstrapAction.MAX_SCRIPT + 1L)) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length > BootstrapAction.MAX_SCRIPT) {
                throw DroverException.invalid(
                        "The script " + uri + " has more than " + BootstrapAction.MAX_SCRIPT + " bytes.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.UNAVAILABLE,
                    Effect.NONE,
                    true,
                    "The script " + uri + " could not be read: " + e.getMessage() + ".",
                    e);
        }
    }

    static boolean isSpark(JobSpec job) {
        return job instanceof SparkJar || job instanceof PySpark || job instanceof SparkSql;
    }
}
