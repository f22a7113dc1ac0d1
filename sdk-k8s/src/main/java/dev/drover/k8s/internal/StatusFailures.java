package dev.drover.k8s.internal;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What answers mean, by their code of HTTP, the
 * <a href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go">reasons
 * of Kubernetes</a> and, where these leave it open, the words of its controllers.
 */
final class StatusFailures {
    /** Said where access rules refuse; other refusals with the same code come from rules about objects. */
    private static final Pattern BY_ACCESS_RULES = Pattern.compile("(?s).*\\bcannot \\S+ (resource|path)\\b.*");

    private static final Pattern BY_QUOTA = Pattern.compile("(?s).*\\bexceeded quota\\b.*");

    private StatusFailures() {}

    static Failure classify(NativeCall call, Target target, KubeStatus status) {
        String said = call.endpoint() + " answered " + status.code()
                + (status.reason().isEmpty() ? "" : " " + status.reason())
                + " when asked to " + target + detail(status) + ".";
        int code = status.code();
        if (code >= 500) {
            return later(ErrorCode.UNAVAILABLE, KubeFailures.mayHaveActed(call), status, said);
        }
        return switch (code) {
            case 401 ->
                refused(
                        ErrorCode.UNAUTHENTICATED,
                        Scope.ACCOUNT,
                        said + " Renew the credentials; the server does not take them.");
            case 403 -> forbidden(target, status, said);
            case 404 ->
                refused(
                        ErrorCode.NOT_FOUND,
                        Scope.REQUEST,
                        status.reason().isEmpty()
                                ? said + " The server does not serve " + target.resource() + " in this version, or"
                                        + " not yet: install what defines it."
                                : said);
            case 405 -> refused(ErrorCode.UNSUPPORTED, Scope.REQUEST, said);
            case 409 -> conflict(status, said);
            // Not NOT_FOUND: the object may well be there, only this version of the list is not.
            case 410 -> refused(ErrorCode.CONFLICT, Scope.REQUEST, said + " List anew, and go on from there.");
            // Answered before the request is looked at: for load, or since a new kind of objects is not ready yet.
            case 429 -> later(ErrorCode.THROTTLED, Effect.NONE, status, said);
            default -> refused(ErrorCode.INVALID_ARGUMENT, Scope.REQUEST, said);
        };
    }

    private static String detail(KubeStatus status) {
        if (status.code() == 422 && !status.causes().isEmpty()) {
            return status.causes().stream()
                    .map(cause -> cause.field() + ": " + Words.quote(cause.message()))
                    .collect(Collectors.joining("; ", ": ", ""));
        }
        String words = Words.quote(status.message());
        return words.isEmpty() ? "" : ": " + words;
    }

    private static Failure forbidden(Target target, KubeStatus status, String said) {
        if (BY_QUOTA.matcher(status.message()).matches()) {
            return refused(
                    ErrorCode.QUOTA_EXCEEDED,
                    Scope.CLUSTER,
                    said + " Ask for less, wait for others to end, or have the namespace's ResourceQuota raised.");
        }
        if (status.hasCause("NamespaceTerminating")) {
            return refused(ErrorCode.CONFLICT, Scope.CLUSTER, said + " The namespace is being deleted.");
        }
        boolean byAccessRules = status.message().isEmpty()
                || BY_ACCESS_RULES.matcher(status.message()).matches();
        return refused(
                ErrorCode.PERMISSION_DENIED,
                byAccessRules ? Scope.ACCOUNT : Scope.REQUEST,
                said
                        + (byAccessRules
                                ? " Bind a role to the caller that has the verb '" + target.verb()
                                        + "' for the resource '" + target.kind() + "'" + where(target) + "."
                                : " A rule of the cluster about such objects refuses it."));
    }

    private static String where(Target target) {
        return target.namespace().isEmpty()
                ? " in the whole cluster"
                : " in the namespace '" + target.namespace() + "'";
    }

    private static Failure conflict(KubeStatus status, String said) {
        if (status.reason().equals("AlreadyExists")) {
            return refused(ErrorCode.ALREADY_EXISTS, Scope.REQUEST, said);
        }
        // Two requests have drawn on one quota at the same time; the second was not let in.
        boolean crowded = status.kind().equals("resourcequotas");
        return crowded
                ? later(ErrorCode.CONFLICT, Effect.NONE, status, said)
                : refused(ErrorCode.CONFLICT, Scope.REQUEST, said);
    }

    private static Failure refused(ErrorCode code, Scope scope, String message) {
        return new Failure(code, Effect.NONE, scope, false, Optional.empty(), message);
    }

    private static Failure later(ErrorCode code, Effect effect, KubeStatus status, String message) {
        Scope scope = code == ErrorCode.CONFLICT ? Scope.REQUEST : Scope.ENDPOINT;
        return new Failure(code, effect, scope, true, status.retryAfter(), message);
    }
}
