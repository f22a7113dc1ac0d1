package dev.drover.aws.ec2;

import java.util.ArrayList;
import java.util.List;

/**
 * Machines of one role in one zone, asked for in one request.
 *
 * @param name tells the batches of a cluster apart; the same in every JVM
 */
record Batch(NodeRole role, String name, String subnet, int count) {

    /** A single machine. */
    static Batch one(NodeRole role, String subnet) {
        return new Batch(role, role.word(), subnet, 1);
    }

    /**
     * Workers, dealt out to the subnets in turn.
     *
     * @param name of the request as a whole
     */
    static List<Batch> workers(String name, List<String> subnets, int count) {
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < subnets.size(); i++) {
            int here = count / subnets.size() + (i < count % subnets.size() ? 1 : 0);
            if (here > 0) {
                batches.add(new Batch(NodeRole.WORKER, name + "-" + i, subnets.get(i), here));
            }
        }
        return batches;
    }
}
