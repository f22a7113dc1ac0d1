package dev.drover.samples.wordcount;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.split;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An ordinary Spark application: counts the words of texts, and of the licence and notice texts inside jars.
 *
 * <p>Arguments: a file with words to leave out, an output folder, then the inputs. {@code spark-jars} as an input stands
 * for the jars of Spark itself, which are on every machine that runs this.
 */
public final class WordCount {
    private static final int SHORTEST_WORD = 4;
    private static final int ROWS = 100;

    private WordCount() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 3) {
            throw new IllegalArgumentException("Usage: WordCount STOP-WORDS OUTPUT INPUT...");
        }
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            Dataset<Row> lines = read(spark, List.of(args).subList(2, args.length));
            words(lines).createOrReplaceTempView("words");
            spark.read().text(args[0]).toDF("word").createOrReplaceTempView("stop_words");
            Dataset<Row> top = spark.sql("SELECT word, count(*) AS times FROM words"
                    + " WHERE word NOT IN (SELECT word FROM stop_words)"
                    + " GROUP BY word ORDER BY times DESC, word LIMIT " + ROWS);
            top.coalesce(1).write().option("sep", "\t").csv(args[1]);
            System.out.println("Counted words of " + (args.length - 2) + " input(s) into " + args[1]);
        }
    }

    private static Dataset<Row> read(SparkSession spark, List<String> inputs) {
        List<String> texts = new ArrayList<>();
        List<String> jars = new ArrayList<>();
        for (String input : inputs) {
            if (input.equals("spark-jars")) {
                jars.add("file:" + System.getenv("SPARK_HOME") + "/jars/*.jar");
            } else {
                (input.endsWith(".jar") ? jars : texts).add(input);
            }
        }
        Dataset<String> lines = spark.emptyDataset(Encoders.STRING());
        if (!texts.isEmpty()) {
            lines = lines.union(spark.read().textFile(texts.toArray(String[]::new)));
        }
        if (!jars.isEmpty()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            lines = lines.union(spark.createDataset(
                    context.binaryFiles(String.join(",", jars))
                            .values()
                            .flatMap(new LicenceTexts())
                            .rdd(),
                    Encoders.STRING()));
        }
        return lines.toDF("line");
    }

    private static Dataset<Row> words(Dataset<Row> lines) {
        return lines.select(explode(split(lower(col("line")), "[^\\p{L}]+")).as("word"))
                .where(length(col("word")).geq(SHORTEST_WORD));
    }
}
