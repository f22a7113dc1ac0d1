package dev.drover.k8s;

import dev.drover.DroverException;
import dev.drover.k8s.internal.Syntax;

/**
 * A value in a <a href="https://kubernetes.io/docs/concepts/configuration/secret/">Secret</a> that is in the namespace
 * already.
 *
 * @param secret the Secret's name
 * @param key in it
 */
public record SecretKey(String secret, String key) {
    public SecretKey {
        Syntax.requireName("Secret", secret);
        if (!key.matches("[-._a-zA-Z0-9]{1,253}")) {
            throw DroverException.invalid("'" + key + "' is not the key of a value in a Secret.");
        }
    }
}
