package dev.drover.internal.file;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the errors of a file system mean.
 *
 * <p>The JDK has types for few of them; the others are told apart by the system's own text. Where that text is
 * translated (LC_MESSAGES), they are UNAVAILABLE.
 */
public final class FileErrors {

    private record Rule(String text, ErrorCode code, String advice) {}

    private static final List<Rule> RULES = List.of(
            new Rule("No space left", ErrorCode.QUOTA_EXCEEDED, "free space on that disk"),
            new Rule("quota exceeded", ErrorCode.QUOTA_EXCEEDED, "free space or ask for a higher quota"),
            new Rule("File too large", ErrorCode.QUOTA_EXCEEDED, "the file system takes no file of this size"),
            new Rule("File name too long", ErrorCode.INVALID_ARGUMENT, "use a shorter name"),
            new Rule("Too many levels of symbolic links", ErrorCode.INVALID_ARGUMENT, "the links lead in a circle"),
            new Rule("Is a directory", ErrorCode.CONFLICT, "a directory has this name"),
            new Rule("Not a directory", ErrorCode.CONFLICT, "a file has the name of one of its directories"),
            new Rule("Permission denied", ErrorCode.PERMISSION_DENIED, "allow this user to do it"),
            new Rule("Operation not permitted", ErrorCode.PERMISSION_DENIED, "allow this user to do it"),
            new Rule("Read-only file system", ErrorCode.PERMISSION_DENIED, "it is mounted read-only"));

    private FileErrors() {}

    /** A file or directory of this machine that cannot be read as a source. */
    public static DroverException unreadable(Path file, IOException error) {
        Failure failure = classify(FileStorageDriver.OPEN, error);
        return new DroverException(
                failure.code(),
                Effect.NONE,
                failure.retryable(),
                "Could not read " + file + ": " + failure.message(),
                error);
    }

    /** Pure: looks at the call and the error alone. */
    public static Failure classify(NativeCall call, Throwable error) {
        if (error instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return classify(call, unchecked.getCause());
        }
        // A Content says through the cause that its trouble is not the store's.
        if (error.getCause() instanceof DroverException known) {
            return new Failure(
                    known.code(),
                    known.effect(),
                    Failure.Scope.REQUEST,
                    known.retryable(),
                    Optional.empty(),
                    text(error));
        }
        if (error instanceof InvalidPathException) {
            return Failure.refused(
                    ErrorCode.INVALID_ARGUMENT,
                    text(error) + ": the JVM cannot write this name; start it with LC_ALL=C.UTF-8.");
        }
        if (error instanceof ClosedByInterruptException) {
            return Failure.refused(ErrorCode.CANCELLED, "The thread was interrupted.");
        }
        if (error instanceof NoSuchFileException) {
            return Failure.refused(ErrorCode.NOT_FOUND, text(error) + ": there is no such file.");
        }
        if (error instanceof AccessDeniedException) {
            return Failure.refused(
                    ErrorCode.PERMISSION_DENIED, text(error) + ": access denied; allow this user to do it.");
        }
        if (error instanceof FileAlreadyExistsException) {
            return Failure.refused(
                    ErrorCode.CONFLICT, text(error) + ": the name is taken by something that is no object.");
        }
        if (error instanceof NotDirectoryException) {
            return notDirectory(call, error);
        }
        if (error instanceof FileSystemLoopException) {
            return Failure.refused(ErrorCode.INVALID_ARGUMENT, text(error) + ": the links lead in a circle.");
        }
        if (lacksLinks(call, error)) {
            return Failure.refused(
                    ErrorCode.UNSUPPORTED,
                    text(error) + ": creating only if absent needs hard links, which this file system does not have;"
                            + " use a directory on another one.");
        }
        if (error instanceof AtomicMoveNotSupportedException) {
            return Failure.refused(
                    ErrorCode.UNSUPPORTED, text(error) + ": the file system cannot replace a file in one step.");
        }
        return error instanceof IOException ? byText(call, error) : bug(error);
    }

    private static Failure byText(NativeCall call, Throwable error) {
        String text = text(error);
        for (Rule rule : RULES) {
            if (!text.contains(rule.text())) {
                continue;
            }
            if (rule.text().equals("Not a directory")) {
                return notDirectory(call, error);
            }
            Failure.Scope scope =
                    rule.code() == ErrorCode.QUOTA_EXCEEDED ? Failure.Scope.ACCOUNT : Failure.Scope.REQUEST;
            return new Failure(
                    rule.code(), Effect.NONE, scope, false, Optional.empty(), text + "; " + rule.advice() + ".");
        }
        // The scope is the request: one bad disk, or a Content that cannot be read, says nothing of other paths.
        Effect effect = call.safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN;
        return new Failure(
                ErrorCode.UNAVAILABLE,
                effect,
                Failure.Scope.REQUEST,
                true,
                Optional.empty(),
                "The file system: " + text);
    }

    /** Nothing can be read below a file, as nothing is there; but nothing can be written there either. */
    private static Failure notDirectory(NativeCall call, Throwable error) {
        return call.safety() == Safety.READ
                ? Failure.refused(ErrorCode.NOT_FOUND, text(error) + ": there is no such file.")
                : Failure.refused(ErrorCode.CONFLICT, text(error) + ": a file has the name of one of its directories.");
    }

    /** link(2) says "not permitted" where a file system has no links; our own file may always be linked. */
    private static boolean lacksLinks(NativeCall call, Throwable error) {
        if (!call.api().equals(FileStorageDriver.LINK.api())) {
            return false;
        }
        return error instanceof UnsupportedOperationException
                || (error instanceof FileSystemException
                        && (text(error).contains("Operation not permitted")
                                || text(error).contains("not supported")
                                || text(error).contains("not implemented")
                                || text(error).contains("Too many links")));
    }

    private static Failure bug(Throwable error) {
        return new Failure(
                ErrorCode.INTERNAL, Effect.UNKNOWN, Failure.Scope.REQUEST, false, Optional.empty(), error.toString());
    }

    private static String text(Throwable error) {
        return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    }
}
