package dev.drover.samples.gateway;

/** A request that is refused by the gateway itself. */
final class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String words;

    HttpProblem(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
        this.words = message;
    }

    static HttpProblem badRequest(String message) {
        return new HttpProblem(400, "INVALID_ARGUMENT", message);
    }

    static HttpProblem notFound(String message) {
        return new HttpProblem(404, "NOT_FOUND", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** What is said to the caller. */
    String words() {
        return words;
    }
}
