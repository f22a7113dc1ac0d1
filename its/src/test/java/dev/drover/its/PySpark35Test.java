package dev.drover.its;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** On pyspark 3.5.8. */
@EnabledIfEnvironmentVariable(named = "DROVER_ITS_PYSPARK_3_5_8", matches = ".+")
class PySpark35Test extends PySparkFromPyPi {

    PySpark35Test() {
        super("3.5.8");
    }
}
