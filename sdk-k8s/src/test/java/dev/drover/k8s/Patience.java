package dev.drover.k8s;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets all tests of this module wait longer than Awaitility's ten seconds, which a busy machine exceeds. */
public final class Patience implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.reset();
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
