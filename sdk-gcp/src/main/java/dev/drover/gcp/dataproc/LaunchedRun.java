package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.PigJob;
import com.google.cloud.dataproc.v1.QueryList;
import dev.drover.StorageUri;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one submission puts into the staging place, under a name of its own: of several submissions for one attempt at most
 * one is accepted, and what the others have put can be taken away.
 *
 * @param staging ends with a slash
 * @param attempt the attempt's name
 * @param nonce hexadecimal digits
 */
record LaunchedRun(StorageUri staging, String attempt, String nonce) {
    private static final Pattern SCRIPT =
            Pattern.compile("fs -copyToLocal (gs://\\S*/runs/([a-z0-9-]{1,40})/([0-9a-f]{16})\\.sh) \\S+");

    /** The run that a job was made for, if its script is in this staging place: others are not touched. */
    static Optional<LaunchedRun> of(Job job, StorageUri staging) {
        return job.getPigJob().getQueryList().getQueriesList().stream()
                .map(SCRIPT::matcher)
                .filter(Matcher::matches)
                .map(found -> new LaunchedRun(staging, found.group(2), found.group(3)))
                .filter(run -> run.queries().equals(job.getPigJob().getQueryList()))
                .findFirst();
    }

    /** What all submissions for the attempt have put. */
    static StorageUri folder(StorageUri staging, String attempt) {
        return staging.resolve("runs/" + attempt + "/");
    }

    StorageUri script() {
        return folder(staging, attempt).resolve(nonce + ".sh");
    }

    StorageUri exitCode() {
        return folder(staging, attempt).resolve(nonce + ".exit");
    }

    /** The only kind of job that runs a program on the master; no word of it is a user's. */
    PigJob job() {
        return PigJob.newBuilder().setQueryList(queries()).build();
    }

    /**
     * The folder comes first and is nobody else's. Then the script is taken out of the staging place before it is run, so
     * that no secrets stay there and no second run finds it. {@code exec}: the launcher watches Pig, not a shell between.
     */
    private QueryList queries() {
        String folder = "/tmp/drover-" + attempt + "-" + nonce;
        String script = folder + "/job.sh";
        return QueryList.newBuilder()
                .addQueries("sh mkdir -m 700 " + folder)
                .addQueries("fs -copyToLocal " + script() + " " + script)
                .addQueries("fs -rm -skipTrash " + script())
                .addQueries("sh exec bash " + script)
                .build();
    }
}
