package dev.drover.its;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** On pyspark 4.2.0. */
@EnabledIfEnvironmentVariable(named = "DROVER_ITS_PYSPARK_4_2_0", matches = ".+")
class PySpark42Test extends PySparkFromPyPi {

    PySpark42Test() {
        super("4.2.0");
    }
}
