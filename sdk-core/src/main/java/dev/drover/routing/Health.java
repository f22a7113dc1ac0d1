package dev.drover.routing;

import dev.drover.DroverException;

/** Whether a cluster can take jobs now: {@link Up} or {@link Down}. */
public sealed interface Health {

    /** A cluster that takes jobs. */
    static Health up() {
        return new Up();
    }

    /**
     * A cluster that takes none.
     *
     * @param reason see {@link Down}
     */
    static Health down(String reason) {
        return new Down(reason);
    }

    /** Takes jobs. */
    record Up() implements Health {}

    /**
     * Takes no jobs.
     *
     * @param reason why, for people: 1 to 500 characters, none of them a control character, and no secret
     */
    record Down(String reason) implements Health {
        public Down {
            if (reason.isBlank() || reason.length() > 500 || reason.chars().anyMatch(Character::isISOControl)) {
                throw DroverException.invalid(
                        "The reason why a cluster is down has 1 to 500 characters and no control characters.");
            }
        }
    }
}
