package dev.drover.testkit.app;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/**
 * Runs inside a driver and does what its first argument says: {@code echo}, {@code exit}, {@code throw}, {@code hang},
 * {@code env}, {@code property}, {@code lines}.
 */
public final class ConformanceApp {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private ConformanceApp() {}

    public static void main(String[] args) throws InterruptedException {
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        switch (args[0]) {
            case "echo" -> echo(rest);
            case "exit" -> System.exit(Integer.parseInt(rest[0]));
            case "throw" -> throw new IllegalStateException("outer", new UnsupportedOperationException(rest[0]));
            case "hang" -> hang();
            case "env" -> OUT.println("env " + rest[0] + "=" + System.getenv(rest[0]));
            case "property" -> OUT.println("property " + rest[0] + "=" + System.getProperty(rest[0]));
            case "lines" -> lines(Integer.parseInt(rest[0]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void echo(String[] words) {
        for (int i = 0; i < words.length; i++) {
            OUT.println("argument " + i + " [" + words[i] + "]");
        }
        OUT.println("arguments " + words.length);
    }

    private static void hang() throws InterruptedException {
        OUT.println("hanging");
        new CountDownLatch(1).await();
    }

    private static void lines(int count) {
        for (int i = 0; i < count; i++) {
            OUT.println("line " + i + " äöü€");
        }
    }
}
