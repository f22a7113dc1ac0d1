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

    /** Shows them; gives back what they cover, for {@link #restore}. Null, without making an object, if nothing. */
    @Nullable
    Marks show() {
        @Nullable String @Nullable [] covered = null;
        for (int i = 0; i < KEYS.length; i++) {
            String value = values[i];
            if (value != null) {
                String old = MDC.get(KEYS[i]);
                if (old != null) {
                    covered = covered != null ? covered : new @Nullable String[KEYS.length];
                    covered[i] = old;
                }
                MDC.put(KEYS[i], value);
            }
        }
        return covered != null ? new Marks(covered) : null;
    }

    /** Takes down what {@link #show} has shown. */
    void restore(@Nullable Marks covered) {
        for (int i = 0; i < KEYS.length; i++) {
            if (values[i] != null) {
                String old = covered != null ? covered.values[i] : null;
                if (old == null) {
                    MDC.remove(KEYS[i]);
                } else {
                    MDC.put(KEYS[i], old);
                }
            }
        }
    }
}
