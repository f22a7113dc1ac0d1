package dev.drover.spi.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses which word was meant. */
public final class Nearest {

    private Nearest() {}

    /** {@code ; did you mean 'weight'?}, or nothing if no word is near. */
    public static String hint(String written, Collection<String> words) {
        String wanted = plain(written);
        return words.stream()
                .filter(word -> distance(wanted, plain(word)) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt((String word) -> distance(wanted, plain(word)))
                        .thenComparing(word -> word))
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("");
    }

    /** Case, hyphens and underscores are what people get wrong most. */
    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    /** How many letters must be put in, left out, changed, or swapped with their neighbours. */
    private static int distance(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            table[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            table[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                table[i][j] = Math.min(Math.min(table[i - 1][j], table[i][j - 1]) + 1, table[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
                }
            }
        }
        return table[a.length()][b.length()];
    }
}
