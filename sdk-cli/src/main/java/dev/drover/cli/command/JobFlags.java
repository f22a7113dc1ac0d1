package dev.drover.cli.command;

import dev.drover.Command;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.Resources;
import dev.drover.Secret;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a job runs, in options. */
final class JobFlags {
    @ArgGroup
    private @Nullable Kind kind;

    @Option(names = "--class", paramLabel = "CLASS", description = "The main class in the jar.")
    private Optional<String> mainClass = Optional.empty();

    @Option(
            names = "--jars",
            paramLabel = "URI",
            converter = Programs.class,
            description = "Another jar for driver and executors; may be repeated.")
    private List<StorageUri> jars = List.of();

    @Option(
            names = "--py-files",
            paramLabel = "URI",
            converter = Programs.class,
            description = "A wheel, zip or module for the script; may be repeated.")
    private List<StorageUri> pyFiles = List.of();

    @Option(names = "--name", paramLabel = "NAME", description = "The application's name, as Spark shows it.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--conf", paramLabel = "PROPERTY=VALUE", description = "A Spark property; may be repeated.")
    private Map<String, String> conf = new LinkedHashMap<>();

    @Option(
            names = "--env",
            paramLabel = "NAME=VALUE",
            description = "A variable of the driver that is no secret; may be repeated.")
    private Map<String, String> env = new LinkedHashMap<>();

    @Option(
            names = "--secret",
            paramLabel = "NAME=REFERENCE",
            description = "A variable of the driver from env:VARIABLE or file:PATH; may be repeated.")
    private Map<String, Secret> secrets = new LinkedHashMap<>();

    @Option(names = "--driver", paramLabel = "CORESxMEMORY", description = "What the driver gets, such as 1x1GiB.")
    private Optional<Resources> driver = Optional.empty();

    @Option(names = "--executor", paramLabel = "CORESxMEMORY", description = "What each executor gets, such as 4x8GiB.")
    private Optional<Resources> executor = Optional.empty();

    @Option(names = "--executors", paramLabel = "N", description = "How many executors.")
    private Optional<Integer> executors = Optional.empty();

    @Option(names = "--queue", paramLabel = "QUEUE", description = "The queue to wait in.")
    private Optional<String> queue = Optional.empty();

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label of the run; may be repeated.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Parameters(paramLabel = "ARGUMENT", description = "The application's arguments, after --.")
    private List<String> arguments = List.of();

    /** Exactly one of these. */
    private static final class Kind {
        @Option(names = "--jar", paramLabel = "URI", converter = Programs.class, description = "Runs a class of a jar.")
        private Optional<StorageUri> jar = Optional.empty();

        @Option(
                names = "--script",
                paramLabel = "URI",
                converter = Programs.class,
                description = "Runs a Python script on Spark.")
        private Optional<StorageUri> script = Optional.empty();

        @Option(names = "--sql", paramLabel = "TEXT", description = "Runs SQL statements.")
        private Optional<String> sql = Optional.empty();

        @Option(
                names = "--sql-file",
                paramLabel = "URI",
                converter = Programs.class,
                description = "Runs the SQL statements of a file.")
        private Optional<StorageUri> sqlFile = Optional.empty();

        @Option(
                names = "--command",
                paramLabel = "PROGRAM",
                description = "Runs a program on one machine of the cluster.")
        private Optional<String> command = Optional.empty();
    }

    /** The job, if one is described. */
    Optional<JobSpec> spec() {
        if (kind == null) {
            return Optional.empty();
        }
        Kind chosen = kind;
        return chosen.jar
                .map(this::sparkJar)
                .or(() -> chosen.script.map(
                        script -> withOptions(PySpark.script(script).pyFiles(pyFiles.toArray(StorageUri[]::new)))))
                .or(() -> chosen.sql.map(text -> withOptions(SparkSql.text(text))))
                .or(() -> chosen.sqlFile.map(file -> withOptions(SparkSql.file(file))))
                .or(() -> chosen.command.map(program -> withOptions(Command.of(program))));
    }

    private JobSpec sparkJar(StorageUri jar) {
        return withOptions(SparkJar.of(
                        jar, mainClass.orElseThrow(() -> dev.drover.DroverException.invalid("A jar needs --class.")))
                .jars(jars.toArray(StorageUri[]::new)));
    }

    private JobSpec withOptions(JobSpec.Builder<?> job) {
        job.args(arguments).conf(conf).queue(queue);
        name.ifPresent(job::name);
        env.forEach(job::env);
        secrets.forEach(job::secret);
        driver.ifPresent(job::driver);
        executor.ifPresent(job::executor);
        executors.ifPresent(job::executors);
        labels.forEach(job::label);
        return job.build();
    }
}
