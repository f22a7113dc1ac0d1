package dev.drover.standalone.local;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Java is in a folder, and whether a Spark runs on it. */
final class JavaRelease {
    /** Hadoop's client in Spark 3 asks for the security manager's subject, which later ones refuse. */
    private static final int LAST_FOR_SPARK_3 = 23;

    private static final Pattern MAJOR = Pattern.compile("(?m)^JAVA_VERSION=\"(?:1\\.)?(\\d{1,4})");

    private JavaRelease() {}

    /** Refuses a Spark that does not run on that Java; a folder that does not say what it is passes. */
    static void require(Path javaHome, String sparkVersion) {
        int major = major(javaHome);
        if (sparkVersion.startsWith("3.") && major > LAST_FOR_SPARK_3) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "Spark " + sparkVersion + " does not run on Java " + major
                            + "; give LocalOptions.javaHome a Java 17" + " or 21, or use Spark 4.");
        }
    }

    /** The major version by the file that every JDK and JRE has; 0 if it has none. */
    private static int major(Path javaHome) {
        try {
            Matcher version = MAJOR.matcher(Files.readString(javaHome.resolve("release")));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException unusual) {
            return 0;
        }
    }
}
