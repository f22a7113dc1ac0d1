package dev.drover.its.soak;

import java.nio.file.Path;
import java.util.List;

/** How the soak runs JVMs: many at once, for a short time each. */
final class Jvm {
    static final List<String> LIGHT =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xss512k");

    private Jvm() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
