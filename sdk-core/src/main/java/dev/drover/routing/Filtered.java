package dev.drover.routing;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Lets another chooser choose among those that meet all requirements. No state but the other's. */
final class Filtered implements Chooser {
    private static final int MAX_TOLD = 20;

    private final List<Requirement> requirements;
    private final Chooser then;

    Filtered(List<Requirement> requirements, Chooser then) {
        this.requirements = requirements;
        this.then = then;
    }

    @Override
    public Candidate choose(RoutingRequest request, List<Candidate> candidates) {
        List<Candidate> fit = fit(request, candidates);
        if (fit.isEmpty()) {
            throw refusal(request, candidates);
        }
        return then.choose(request, fit);
    }

    /** The list itself if all are fit, so that nothing is allocated. */
    private List<Candidate> fit(RoutingRequest request, List<Candidate> candidates) {
        int leading = 0;
        while (leading < candidates.size() && isFit(request, candidates.get(leading))) {
            leading++;
        }
        if (leading == candidates.size()) {
            return candidates;
        }
        List<Candidate> fit = new ArrayList<>(candidates.size());
        for (int i = 0; i < leading; i++) {
            fit.add(candidates.get(i));
        }
        for (int i = leading + 1; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            if (isFit(request, candidate)) {
                fit.add(candidate);
            }
        }
        return Collections.unmodifiableList(fit);
    }

    private boolean isFit(RoutingRequest request, Candidate candidate) {
        for (int i = 0; i < requirements.size(); i++) {
            if (!requirements.get(i).metBy(request, candidate)) {
                return false;
            }
        }
        return true;
    }

    private DroverException refusal(RoutingRequest request, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return NothingToChoose.in(candidates);
        }
        String told = candidates.stream()
                .limit(MAX_TOLD)
                .map(candidate -> candidate.cluster() + ": " + lacks(request, candidate))
                .collect(Collectors.joining("; "));
        int untold = candidates.size() - MAX_TOLD;
        return new DroverException(
                ErrorCode.UNSUPPORTED,
                "None of the " + candidates.size() + " clusters that could take " + request.key()
                        + " now has what is required of it. " + told
                        + (untold > 0 ? "; and " + untold + " more" : "")
                        + ". Ask for less, or add such a cluster to the pool.");
    }

    private String lacks(RoutingRequest request, Candidate candidate) {
        return requirements.stream()
                .filter(requirement -> !requirement.metBy(request, candidate))
                .map(requirement -> requirement.lackOf(request, candidate))
                .collect(Collectors.joining(", "));
    }
}
