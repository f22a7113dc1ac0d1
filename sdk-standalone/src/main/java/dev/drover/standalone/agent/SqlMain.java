package dev.drover.standalone.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs SQL statements and prints each result as a table: {@code --text SQL} or {@code --file URI}, and optionally
 * {@code --rows N} first for how many rows of a result to print (1000).
 *
 * <p>Spark is called by reflection, so that the same class serves Scala 2.12 and 2.13. The first statement that fails
 * ends the run with its exception.
 */
public final class SqlMain {

    private static final int ROWS = 1000;

    private SqlMain() {}

    /**
     * Runs all statements.
     *
     * @param args see the class
     * @throws Throwable what Spark throws
     */
    public static void main(String[] args) throws Throwable {
        int next = 0;
        int rows = ROWS;
        if (args.length > 2 && args[0].equals("--rows")) {
            rows = Integer.parseInt(args[1]);
            next = 2;
        }
        if (args.length != next + 2 || !(args[next].equals("--text") || args[next].equals("--file"))) {
            System.err.println("drover: sql needs --text SQL or --file URI");
            System.exit(64);
        }
        Object builder = Reflect.callStatic("org.apache.spark.sql.SparkSession", "builder");
        Object session = Reflect.call(builder, "getOrCreate");
        try {
            String text = args[next].equals("--text") ? args[next + 1] : read(session, args[next + 1]);
            for (String statement : SqlStatements.split(text)) {
                run(session, statement, rows);
            }
        } finally {
            Reflect.call(session, "stop");
        }
    }

    private static void run(Object session, String statement, int rows) throws Throwable {
        Object result = Reflect.call(session, "sql", statement);
        String[] columns = (String[]) Reflect.call(result, "columns");
        if (columns.length > 0) {
            Reflect.call(result, "show", rows, false);
        }
    }

    private static String read(Object session, String location) throws Throwable {
        URI uri = location.contains(":") ? URI.create(location) : null;
        if (uri == null || uri.getScheme() == null) {
            return Files.readString(Path.of(location));
        }
        if (uri.getScheme().equals("file")) {
            return Files.readString(Path.of(uri.getPath()));
        }
        Object context = Reflect.call(session, "sparkContext");
        Object path = Reflect.create("org.apache.hadoop.fs.Path", location);
        Object fileSystem = Reflect.call(path, "getFileSystem", Reflect.call(context, "hadoopConfiguration"));
        try (InputStream in = (InputStream) Reflect.call(fileSystem, "open", path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException("Cannot read " + location, e);
        }
    }
}
