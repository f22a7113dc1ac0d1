package dev.drover;

/**
 * The identity of one accepted run of a job, as text {@code cluster#native-id}:
 * {@code spark://host:7077#driver-20261121093528-0000}. Write it down, and {@link Drover#job(JobId)} reattaches to the
 * run from any JVM.
 *
 * @param cluster the cluster that accepted the run
 * @param nativeId the platform's id of it
 */
public record JobId(ClusterId cluster, String nativeId) {

    public JobId {
        if (nativeId.isBlank() || nativeId.length() > 512 || nativeId.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw DroverException.invalid("The native job id '" + nativeId
                    + "' must be 1 to 512 characters without spaces or control characters.");
        }
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws DroverException INVALID_ARGUMENT if the text is no job id
     */
    public static JobId parse(String text) {
        int hash = text.indexOf('#');
        if (hash < 0) {
            throw DroverException.invalid("'" + text + "' is not a job id; write it as scheme://authority/name#job.");
        }
        return new JobId(ClusterId.parse(text.substring(0, hash)), text.substring(hash + 1));
    }

    @Override
    public String toString() {
        return cluster + "#" + nativeId;
    }
}
