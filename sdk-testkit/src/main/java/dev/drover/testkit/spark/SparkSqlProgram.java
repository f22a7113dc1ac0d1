package dev.drover.testkit.spark;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code spark-sql -f FILE} and {@code spark-sql -e STATEMENTS} do, on a real local Spark that is called by reflection: the rows of each statement with
 * tabs between their columns, after their names if {@code spark.sql.cli.print.header} says so, and of what Spark refuses
 * its message alone, without a trace.
 */
public final class SparkSqlProgram {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private SparkSqlProgram() {}

    public static void main(String[] args) throws Exception {
        String text = "";
        for (int i = 0; i + 1 < args.length; i += 2) {
            if (args[i].equals("--conf")) {
                String[] property = args[i + 1].split("=", 2);
                System.setProperty(property[0], property[1]);
            } else if (args[i].equals("-f")) {
                text = Files.readString(SparkSubmitProgram.fetch(args[i + 1]));
            } else if (args[i].equals("-e")) {
                text = args[i + 1];
            }
        }
        System.setProperty("spark.master", "local[1]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.sql.shuffle.partitions", "1");
        System.setProperty("spark.sql.codegen.wholeStage", "false");
        System.setProperty("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        System.setProperty("spark.app.name", "sql");
        Object session =
                call(invoke(Class.forName("org.apache.spark.sql.SparkSession"), null, "builder"), "getOrCreate");
        int code = 0;
        for (String statement : statements(text)) {
            try {
                print(call(session, "sql", statement));
            } catch (InvocationTargetException e) {
                System.err.println(e.getTargetException().getMessage());
                code = 1;
                break;
            }
        }
        call(session, "stop");
        System.exit(code);
    }

    private static void print(Object result) throws Exception {
        String[] columns = (String[]) call(result, "columns");
        if (columns.length > 0 && Boolean.getBoolean("spark.sql.cli.print.header")) {
            OUT.println(String.join("\t", columns));
        }
        for (Object row : (List<?>) call(result, "collectAsList")) {
            OUT.println(call(row, "mkString", "\t"));
        }
    }

    /** Semicolons in strings and comments do not count. */
    private static List<String> statements(String text) {
        List<String> all = new ArrayList<>();
        StringBuilder one = new StringBuilder();
        boolean quoted = false;
        for (String line : text.lines().toList()) {
            if (!quoted && line.strip().startsWith("--")) {
                continue;
            }
            for (char c : (line + "\n").toCharArray()) {
                quoted ^= c == '\'';
                if (c == ';' && !quoted) {
                    all.add(one.toString());
                    one.setLength(0);
                } else {
                    one.append(c);
                }
            }
        }
        all.add(one.toString());
        all.removeIf(String::isBlank);
        return all;
    }

    private static Object call(Object on, String method, Object... args) throws Exception {
        return invoke(on.getClass(), on, method, args);
    }

    private static Object invoke(Class<?> type, @Nullable Object on, String name, Object... args) throws Exception {
        Method found = Arrays.stream(type.getMethods())
                .filter(m -> m.getName().equals(name) && m.getParameterCount() == args.length)
                .filter(m -> args.length == 0 || m.getParameterTypes()[0].isInstance(args[0]))
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(type + "." + name));
        return found.invoke(on, args);
    }
}
