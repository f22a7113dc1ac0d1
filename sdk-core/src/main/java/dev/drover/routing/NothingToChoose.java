package dev.drover.routing;

import dev.drover.DroverException;
import java.util.List;

/** Lists in which no policy finds anything. */
final class NothingToChoose {

    private NothingToChoose() {}

    /** The refusal of a list that is empty or whose weights are all 0. */
    static DroverException in(List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return DroverException.invalid("There is no cluster to choose from.");
        }
        return DroverException.invalid("A weight of 0 means never, and so weigh all " + candidates.size()
                + " clusters that could be chosen, " + candidates.get(0).cluster()
                + " first; give one of them a weight above 0.");
    }

    /** The candidates of weight above 0, of which there must be one. */
    static List<Candidate> without0(List<Candidate> candidates) {
        List<Candidate> positive =
                candidates.stream().filter(candidate -> candidate.weight() > 0).toList();
        if (positive.isEmpty()) {
            throw in(candidates);
        }
        return positive;
    }
}
