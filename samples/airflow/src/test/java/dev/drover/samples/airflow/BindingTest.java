package dev.drover.samples.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The binding compiles against what it names of the Airflow Java SDK 1.0; the SDK itself is not to be had everywhere. */
class BindingTest {
    private static final Map<String, String> AIRFLOW = Map.of(
            "Task", "public interface Task { void execute(Context context, Client client) throws Exception; }",
            "Context", "public class Context { public DagRun dagRun; public TaskInstance ti; }",
            "DagRun", "public class DagRun { public java.time.OffsetDateTime dataIntervalStart; }",
            "TaskInstance",
                    "public class TaskInstance {"
                            + " public String dagId; public String runId; public String taskId; public Integer mapIndex; }",
            "Client", "public class Client { public void setXCom(Object value) {} }",
            "Bundle",
                    "public class Bundle { public Bundle register(String dag, String task, Class<? extends Task> type) {"
                            + " return this; } }",
            "Server",
                    "public class Server { public static Server create(String[] args) { return new Server(); }"
                            + " public void serve(Bundle bundle) {} }");

    @TempDir
    private Path folder;

    @Test
    void compiles() throws IOException {
        List<Path> sources = new ArrayList<>();
        sources.add(Path.of("src/main/java/dev/drover/samples/airflow/sdk/OrdersTask.java"));
        Path sdk = Files.createDirectories(folder.resolve("org/apache/airflow/sdk"));
        for (Map.Entry<String, String> type : AIRFLOW.entrySet()) {
            sources.add(Files.writeString(
                    sdk.resolve(type.getKey() + ".java"), "package org.apache.airflow.sdk; " + type.getValue()));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
            assertThat(compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                            .call())
                    .as(said.toString())
                    .isTrue();
        }
        assertThat(folder.resolve("dev/drover/samples/airflow/sdk/OrdersTask.class"))
                .isNotEmptyFile();
    }
}
