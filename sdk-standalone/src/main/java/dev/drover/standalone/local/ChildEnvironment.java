package dev.drover.standalone.local;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The environment of a cluster's processes; see {@link LocalOptions} for what is decided here. */
final class ChildEnvironment {
    /** Would change what a spec says, or print into logs. */
    private static final Set<String> STEERING =
            Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JAVA_OPTS", "CLASSPATH");

    private static final Set<String> MINIMUM =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR");

    private final LocalOptions options;
    private final Map<String, String> own;

    /**
     * Derives from an environment.
     *
     * @param own of this JVM
     */
    ChildEnvironment(LocalOptions options, Map<String, String> own) {
        this.options = options;
        this.own = own;
    }

    /** For any process of a cluster. */
    Map<String, String> base() {
        Map<String, String> variables = new TreeMap<>();
        own.forEach((variable, value) -> {
            if (inherits(variable)) {
                variables.put(variable, value);
            }
        });
        variables.putAll(options.environment());
        variables.put("JAVA_HOME", options.javaHome().toString());
        return variables;
    }

    /** For daemons; drivers and executors get it from them. */
    Map<String, String> daemons(SparkInstallation spark, RunFolder folder) {
        Map<String, String> variables = base();
        variables.put("SPARK_HOME", spark.home().toString());
        variables.put("SPARK_SCALA_VERSION", spark.scalaVersion());
        variables.put("SPARK_CONF_DIR", spark.conf().toString());
        variables.put("SPARK_LOCAL_IP", "127.0.0.1");
        variables.put("SPARK_LOCAL_DIRS", folder.tmp().toString());
        return variables;
    }

    private boolean inherits(String variable) {
        if (options.inheritEnvironment()) {
            return !variable.startsWith("SPARK_") && !variable.startsWith("_SPARK_") && !STEERING.contains(variable);
        }
        return MINIMUM.contains(variable) || variable.startsWith("LC_");
    }
}
