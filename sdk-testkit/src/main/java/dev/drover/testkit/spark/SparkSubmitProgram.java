package dev.drover.testkit.spark;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code spark-submit} does with a job in client mode, without Spark: reads the options, fetches the jars, and calls
 * the main class in this JVM. What it says of a missing class or jar is what Spark says. A script in Python is run by
 * {@code python3}.
 */
public final class SparkSubmitProgram {
    /** Begins the variable that says which server is behind a scheme. */
    static final String STORE = "STORE_OF_";

    private static final Set<String> FLAGS = Set.of("--verbose", "-v", "--supervise");

    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> arguments = new ArrayList<>();
    private String application = "";

    private SparkSubmitProgram(String[] words) {
        int next = 0;
        while (next < words.length && words[next].startsWith("-")) {
            if (FLAGS.contains(words[next])) {
                next++;
            } else if (words[next].equals("--conf")) {
                String[] property = words[next + 1].split("=", 2);
                System.setProperty(property[0], property[1]);
                next += 2;
            } else {
                options.put(words[next], words[next + 1]);
                next += 2;
            }
        }
        if (next < words.length) {
            application = words[next];
            arguments.addAll(Arrays.asList(words).subList(next + 1, words.length));
        }
    }

    public static void main(String[] args) throws Throwable {
        new SparkSubmitProgram(args).run();
    }

    private void run() throws Throwable {
        if (application.isEmpty()) {
            fail(1, "Error: Missing application resource.");
        }
        Path fetched = fetch(application);
        if (application.endsWith(".py")) {
            python(fetched);
        }
        List<URL> jars = new ArrayList<>(List.of(fetched.toUri().toURL()));
        for (String each : list("--jars")) {
            jars.add(fetch(each).toUri().toURL());
        }
        System.setProperty("spark.app.name", options.getOrDefault("--name", "none"));
        ClassLoader loader = new URLClassLoader(jars.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        String mainClass = options.getOrDefault("--class", "");
        try {
            Class.forName(mainClass, false, loader)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments.toArray(new String[0]));
        } catch (ClassNotFoundException e) {
            fail(101, "Error: Failed to load class " + mainClass + ".");
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        System.exit(0);
    }

    private void python(Path script) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", script.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        List<String> path = new ArrayList<>();
        for (String each : list("--py-files")) {
            path.add(fetch(each).toString());
        }
        builder.environment().put("PYTHONPATH", String.join(":", path));
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        System.exit(process.waitFor());
    }

    private List<String> list(String option) {
        String value = options.getOrDefault(option, "");
        return value.isEmpty() ? List.of() : List.of(value.split(",", -1));
    }

    private static void fail(int code, String message) {
        System.err.println(message);
        System.exit(code);
    }

    static Path fetch(String uri) throws IOException {
        int scheme = uri.indexOf("://");
        String server = scheme < 0 ? null : System.getenv(STORE + uri.substring(0, scheme));
        if (server == null) {
            return Path.of(uri.startsWith("file:") ? URI.create(uri).getPath() : uri);
        }
        String path = uri.substring(scheme + "://".length());
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(server + "/" + path.replace(" ", "%20")).toURL().openConnection();
        if (connection.getResponseCode() != 200) {
            throw new FileNotFoundException("No such file or directory '" + uri + "'");
        }
        Path folder = Files.createTempDirectory(new File("").getAbsoluteFile().toPath(), "fetched");
        Path file = folder.resolve(path.substring(path.lastIndexOf('/') + 1));
        try (InputStream in = connection.getInputStream()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
