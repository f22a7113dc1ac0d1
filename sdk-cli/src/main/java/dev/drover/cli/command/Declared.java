package dev.drover.cli.command;

import dev.drover.ClusterRequest;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.util.Map;
import java.util.TreeSet;

/** Clusters that drover.yaml declares. */
final class Declared {

    private Declared() {}

    /**
     * That of a name.
     *
     * @throws DroverException NOT_FOUND if there is none
     */
    static ClusterRequest cluster(String name, Drover drover) {
        Map<String, ClusterRequest> declared = drover.declaredClusters();
        ClusterRequest found = declared.get(name);
        if (found == null) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND,
                    "No cluster '" + name + "' is declared; there are " + new TreeSet<>(declared.keySet()) + ".");
        }
        return found;
    }
}
