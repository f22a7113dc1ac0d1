package dev.drover.aws.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param next token of the next page; empty after the last
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    /** A page as the SDK tells it, where no token and an empty one both mean the end. */
    public static <T> Page<T> of(List<T> items, @Nullable String token) {
        return new Page<>(items, Optional.ofNullable(token).filter(text -> !text.isEmpty()));
    }

    public <R> Page<R> map(Function<? super T, ? extends R> change) {
        return new Page<>(items.stream().<R>map(change).toList(), next);
    }

    /** All that matches, from all pages. */
    public static <T> List<T> all(Function<Optional<String>, Page<T>> pages, Predicate<T> matches) {
        List<T> found = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<T> page = pages.apply(token);
            page.items().stream().filter(matches).forEach(found::add);
            token = page.next();
        } while (token.isPresent());
        return found;
    }

    /** What matches on the first page that has any. */
    public static <T> List<T> first(Function<Optional<String>, Page<T>> pages, Predicate<T> matches) {
        Optional<String> token = Optional.empty();
        do {
            Page<T> page = pages.apply(token);
            List<T> found = page.items().stream().filter(matches).toList();
            if (!found.isEmpty()) {
                return found;
            }
            token = page.next();
        } while (token.isPresent());
        return List.of();
    }
}
