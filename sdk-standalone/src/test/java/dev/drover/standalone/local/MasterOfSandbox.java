package dev.drover.standalone.local;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.Location;
import dev.drover.Secret;
import dev.drover.standalone.SparkMasterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/** Where the master of a local cluster answers, as its operator would tell a user. */
record MasterOfSandbox(Location location, URI rest, URI ui, Secret key) {

    static MasterOfSandbox of(Sandbox sandbox, ClusterHandle cluster) {
        RunFolder folder = new RunFolder(sandbox.folder(cluster));
        try {
            ClusterRecord.Endpoints endpoints = folder.read().orElseThrow().endpoints();
            return new MasterOfSandbox(
                    Location.parse(endpoints.master()),
                    URI.create(endpoints.rest()),
                    URI.create(endpoints.ui()),
                    Secret.file(folder.jwsKey()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cluster as somebody else's. */
    ClusterId id() {
        return new ClusterId(location, "");
    }

    SparkMasterOptions.Builder options() {
        return SparkMasterOptions.builder().rest(rest).ui(ui).signingKey(key);
    }
}
