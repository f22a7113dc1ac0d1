package dev.drover.spi.settings;

import dev.drover.DroverException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them. */
final class DurationText {
    static final String PATTERN = "(?:[0-9]{1,9}d)?(?:[0-9]{1,9}h)?(?:[0-9]{1,9}m)?(?:[0-9]{1,9}s)?(?:[0-9]{1,9}ms)?";

    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|[dhms])");

    private DurationText() {}

    static Duration parse(String text) {
        if (text.isEmpty() || !text.matches(PATTERN)) {
            throw DroverException.invalid("'" + text + "' is not a time, such as 90s, 5m or 1h30m");
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
        }
        return sum;
    }

    private static Duration unit(String word) {
        return switch (word) {
            case "d" -> Duration.ofDays(1);
            case "h" -> Duration.ofHours(1);
            case "m" -> Duration.ofMinutes(1);
            case "s" -> Duration.ofSeconds(1);
            default -> Duration.ofMillis(1);
        };
    }
}
