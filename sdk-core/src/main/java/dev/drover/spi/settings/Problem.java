package dev.drover.spi.settings;

/**
 * Something that is wrong with a file.
 *
 * @param message what is wrong and what would be right; never holds a secret
 */
public record Problem(Position at, String message) {

    /** {@code drover.yaml:3:5: there is no key 'wieght'; did you mean 'weight'?} */
    @Override
    public String toString() {
        return at + ": " + message;
    }
}
