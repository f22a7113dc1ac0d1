package dev.drover.k8s;

import dev.drover.k8s.internal.Syntax;
import java.util.Optional;

/**
 * Lets pods on nodes with a
 * <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/">taint</a>.
 *
 * @param key of the taint
 * @param value of the taint; empty for any
 * @param effect of the taint; empty for any
 */
public record Toleration(String key, Optional<String> value, Optional<Effect> effect) {

    /** What a taint does to pods that do not tolerate it. */
    public enum Effect {
        NO_SCHEDULE("NoSchedule"),
        PREFER_NO_SCHEDULE("PreferNoSchedule"),
        NO_EXECUTE("NoExecute");

        private final String word;

        Effect(String word) {
            this.word = word;
        }

        /** As Kubernetes writes it. */
        public String word() {
            return word;
        }
    }

    public Toleration {
        Syntax.requireLabelKey(key);
        value.ifPresent(text -> Syntax.requireLabelValue(key, text));
    }

    /** Of a taint with this key, whatever its value and effect. */
    public static Toleration of(String key) {
        return new Toleration(key, Optional.empty(), Optional.empty());
    }

    public static Toleration of(String key, String value, Effect effect) {
        return new Toleration(key, Optional.of(value), Optional.of(effect));
    }
}
