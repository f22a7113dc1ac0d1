package dev.drover.internal.spec;

import dev.drover.Command;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The keys of {@link JobSpec}: one that says what is run, below which stands all of it.
 *
 * <pre>{@code
 * pySpark:
 *   script: s3://acme-code/etl/main.py
 *   args: [--day, '2026-11-21']
 * }</pre>
 */
public final class JobKeys {

    private JobKeys() {}

    /** As a value of its own. */
    public static Kind<JobSpec> kind() {
        return keys().kind();
    }

    /** To be put among other keys. */
    public static Keys<JobSpec> keys() {
        return Keys.of(AtomicReference<JobSpec>::new, AtomicReference::get)
                .key("pySpark", pySpark().kind(), "A Spark application in a Python script.", AtomicReference::set)
                .key("sparkJar", sparkJar().kind(), "A Spark application in a jar.", AtomicReference::set)
                .key("sparkSql", sparkSql().kind(), "SQL statements.", AtomicReference::set)
                .key("command", command().kind(), "A program, not through a shell.", AtomicReference::set)
                .exactlyOneOf("pySpark", "sparkJar", "sparkSql", "command")
                .end();
    }

    private static final class PySparkDraft extends JobDraft {
        private Optional<StorageUri> script = Optional.empty();
        private List<StorageUri> pyFiles = List.of();

        JobSpec build() {
            return with(PySpark.script(script.orElseThrow()).pyFiles(pyFiles.toArray(StorageUri[]::new)));
        }
    }

    private static Keys<JobSpec> pySpark() {
        return JobOptionKeys.add(JobOptionKeys.addArgs(Keys.of(PySparkDraft::new, PySparkDraft::build)
                        .required(
                                "script",
                                SpecKinds.storageUri(),
                                "The script, where the cluster can read it; its name ends in .py.",
                                (job, uri) -> job.script = Optional.of(uri))
                        .key(
                                "pyFiles",
                                Kinds.list(SpecKinds.storageUri()),
                                "Wheels, eggs, zips and modules for the Python path of driver and executors.",
                                (job, uris) -> job.pyFiles = uris)))
                .end();
    }

    private static final class SparkJarDraft extends JobDraft {
        private Optional<StorageUri> jar = Optional.empty();
        private String mainClass = "";
        private List<StorageUri> jars = List.of();

        JobSpec build() {
            return with(SparkJar.of(jar.orElseThrow(), mainClass).jars(jars.toArray(StorageUri[]::new)));
        }
    }

    private static Keys<JobSpec> sparkJar() {
        return JobOptionKeys.add(JobOptionKeys.addArgs(Keys.of(SparkJarDraft::new, SparkJarDraft::build)
                        .required(
                                "jar",
                                SpecKinds.storageUri(),
                                "The jar with the main class, where the cluster can read it.",
                                (job, uri) -> job.jar = Optional.of(uri))
                        .required(
                                "mainClass",
                                Kinds.text(),
                                "The class whose main runs, such as com.acme.Etl.",
                                (job, name) -> job.mainClass = name)
                        .key(
                                "jars",
                                Kinds.list(SpecKinds.storageUri()),
                                "Further jars for driver and executors.",
                                (job, uris) -> job.jars = uris)))
                .end();
    }

    private static final class SparkSqlDraft extends JobDraft {
        private final List<SparkSql.Builder> from = new ArrayList<>();

        JobSpec build() {
            return with(from.get(0));
        }
    }

    private static Keys<JobSpec> sparkSql() {
        return JobOptionKeys.add(Keys.of(SparkSqlDraft::new, SparkSqlDraft::build)
                        .key(
                                "text",
                                Kinds.text(),
                                "The statements, separated by semicolons; at most " + SparkSql.MAX_TEXT
                                        + " characters.",
                                (job, statements) -> job.from.add(SparkSql.text(statements)))
                        .key(
                                "file",
                                SpecKinds.storageUri(),
                                "A file with the statements, where the cluster can read it.",
                                (job, uri) -> job.from.add(SparkSql.file(uri)))
                        .exactlyOneOf("text", "file"))
                .end();
    }

    private static final class CommandDraft extends JobDraft {
        private String program = "";

        JobSpec build() {
            return with(Command.of(program));
        }
    }

    private static Keys<JobSpec> command() {
        return JobOptionKeys.add(JobOptionKeys.addArgs(Keys.of(CommandDraft::new, CommandDraft::build)
                        .required(
                                "program",
                                Kinds.text(),
                                "A path, or a name found on the machine's PATH.",
                                (job, program) -> job.program = program)))
                .end();
    }
}
