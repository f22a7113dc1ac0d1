package dev.drover.internal.guard;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The subject of an operation as SLF4J's MDC shows it. For one operation. */
final class Marks {
    private static final String[] KEYS = {"drover.cluster", "drover.job", "drover.key"};

    private final @Nullable String[] values;

    private Marks(@Nullable String[] values) {
        this.values = values;
    }

    static Marks of(Subject subject) {
        return new Marks(new @Nullable String[] {
            subject.cluster().map(Object::toString).orElse(null),
            subject.job().map(Object::toString).orElse(null),
            subject.key().map(Object::toString).orElse(null)
        });
    }

    /** Shows them; gives back what was shown before, for {@link #restore}. */
    Marks show() {
        @Nullable String[] before = new @Nullable String[KEYS.length];
        for (int i = 0; i < KEYS.length; i++) {
            String value = values[i];
            if (value != null) {
                before[i] = MDC.get(KEYS[i]);
                MDC.put(KEYS[i], value);
            }
        }
        return new Marks(before);
    }

    /** Takes down what {@link #show} has shown. */
    void restore(Marks before) {
        for (int i = 0; i < KEYS.length; i++) {
            if (values[i] != null) {
                String old = before.values[i];
                if (old == null) {
                    MDC.remove(KEYS[i]);
                } else {
                    MDC.put(KEYS[i], old);
                }
            }
        }
    }
}
