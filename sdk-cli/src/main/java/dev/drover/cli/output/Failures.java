package dev.drover.cli.output;

import dev.drover.DroverException;
import dev.drover.OutcomeUnknownException;
import dev.drover.task.ExitCode;
import java.io.IOException;
import picocli.CommandLine.ParameterException;

/** Errors as people and programs are told of them. */
public final class Failures {
    private Failures() {}

    /** What is said of an error that ends the command. */
    public static Answer answer(Throwable error) {
        Document told = document(error);
        ExitCode exit = exit(error);
        return new Answer(new Document().with("error", told.with("exit", exit.code())), screen -> {}, exit);
    }

    /** What the process ends with. */
    public static ExitCode exit(Throwable error) {
        if (error instanceof DroverException known) {
            return ExitCode.of(known);
        }
        return error instanceof ParameterException || error instanceof IOException ? ExitCode.USAGE : ExitCode.UNKNOWN;
    }

    /** An error as data. */
    public static Document document(Throwable error) {
        Document document = new Document();
        if (error instanceof DroverException known) {
            document.with("code", known.code())
                    .with("effect", known.effect())
                    .with("retryable", known.retryable())
                    .with("message", message(known));
        } else {
            document.with(
                            "code",
                            error instanceof ParameterException || error instanceof IOException ? "USAGE" : "INTERNAL")
                    .with("message", message(error));
        }
        if (error instanceof OutcomeUnknownException unknown) {
            document.with("key", unknown.key());
        }
        return document;
    }

    /** An error in words. */
    public static String message(Throwable error) {
        if (error instanceof DroverException || error instanceof ParameterException) {
            StringBuilder message = new StringBuilder(String.valueOf(error.getMessage()));
            for (Throwable other : error.getSuppressed()) {
                message.append("\nbefore that: ").append(other.getMessage());
            }
            return message.toString();
        }
        return error instanceof java.nio.file.NoSuchFileException
                ? "There is no file '" + error.getMessage() + "'."
                : error.toString();
    }
}
