package dev.drover.standalone.hosts;

import dev.drover.DroverException;

/**
 * The ports of Spark's daemons, each 1 to 65,535.
 *
 * @param master where workers and drivers register
 * @param rest the submission server of the master
 * @param masterPages the web pages of the master
 * @param worker of a worker
 * @param workerPages the web pages of a worker
 */
public record HostPorts(int master, int rest, int masterPages, int worker, int workerPages) {

    public HostPorts {
        requirePort(master);
        requirePort(rest);
        requirePort(masterPages);
        requirePort(worker);
        requirePort(workerPages);
    }

    /** Those that Spark's own scripts use: 7077, 6066, 8080, 7078 and 8081. */
    public static HostPorts standard() {
        return new HostPorts(7077, 6066, 8080, 7078, 8081);
    }

    static int requirePort(int number) {
        if (number < 1 || number > 65_535) {
            throw DroverException.invalid("A port is 1 to 65,535, not " + number + ".");
        }
        return number;
    }
}
