package dev.drover.samples.multimno.grid;

import org.apache.spark.sql.api.java.UDF3;

/** Names the tile of a square grid that a point lies in: {@code grid_tile(x, y, metres)}. */
public final class GridTile implements UDF3<Integer, Integer, Integer, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String call(Integer x, Integer y, Integer metres) {
        return "E" + Math.floorDiv(x, metres) + "N" + Math.floorDiv(y, metres);
    }
}
