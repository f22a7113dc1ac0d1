package dev.drover.standalone.agent;

import java.lang.reflect.Proxy;
import java.util.EnumSet;

/**
 * Gives the submission server of a Spark 3.5 master the token check that Spark 4 has built in.
 *
 * <p>Spark 3.5 knows no {@code spark.master.rest.filters}: whoever reaches the port may run programs. So the master is
 * started without its submission server, and Spark's own servlets are then served by Spark's own Jetty with a filter
 * before them. The filter is there before the port is bound, so that there is no moment without it. The wording of the
 * log line with the port is Spark's, and the properties are those of Spark 4, so that a parent need not know which
 * version it runs.
 */
final class RestGuard {

    private static final String FILTER = "org.apache.spark.ui.JWSFilter";
    private static final String KEY = "spark." + FILTER + ".param.secretKey";
    private static final String MASTER = "org.apache.spark.deploy.master.Master";
    private static final String JETTY = "org.sparkproject.jetty.";
    private static final int FORBIDDEN = 403;

    private RestGuard() {}

    /** Whether a token check is asked for and this Spark has none. */
    static boolean isNeeded(String main) {
        return main.equals(MASTER)
                && FILTER.equals(System.getProperty("spark.master.rest.filters"))
                && Boolean.getBoolean("spark.master.rest.enabled")
                && RestGuard.class.getResource("/" + FILTER.replace('.', '/') + ".class") == null;
    }

    /** Does what the main of Spark's Master does, and returns when the master ends. */
    static void runMaster(String[] args) throws Throwable {
        Jws jws = new Jws(System.getProperty(KEY, ""));
        Object conf = Reflect.create("org.apache.spark.SparkConf");
        Object parsed = Reflect.create("org.apache.spark.deploy.master.MasterArguments", args, conf);
        Object host = Reflect.call(parsed, "host");
        Reflect.call(conf, "set", "spark.master.rest.enabled", "false");
        Object started = Reflect.callStatic(
                MASTER,
                "startRpcEnvAndEndpoint",
                host,
                Reflect.call(parsed, "port"),
                Reflect.call(parsed, "webUiPort"),
                conf);
        Object rpc = Reflect.call(started, "_1");
        Object address = Reflect.call(rpc, "address");
        Object master = Reflect.call(rpc, "setupEndpointRef", address, "Master");
        int port = Integer.parseInt(System.getProperty("spark.master.rest.port", "6066"));
        Object rest = Reflect.create(
                "org.apache.spark.deploy.rest.StandaloneRestServer",
                host,
                port,
                conf,
                master,
                Reflect.call(address, "toSparkURL"));
        int bound = serve(rest, host, port, jws);
        System.err.println("Started REST server for submitting applications on " + host + " with port " + bound);
        Reflect.call(rpc, "awaitTermination");
    }

    private static int serve(Object rest, Object host, int port, Jws jws) throws Throwable {
        Object threads = Reflect.create(JETTY + "util.thread.QueuedThreadPool");
        Reflect.call(threads, "setDaemon", true);
        Object server = Reflect.create(JETTY + "server.Server", threads);
        Object connector = Reflect.create(JETTY + "server.ServerConnector", server);
        Reflect.call(connector, "setHost", host);
        Reflect.call(connector, "setPort", port);
        Reflect.call(server, "addConnector", connector);
        Reflect.call(server, "setHandler", guarded(rest, jws));
        Reflect.call(server, "start");
        return (int) Reflect.call(connector, "getLocalPort");
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object guarded(Object rest, Jws jws) throws Throwable {
        Object handler = Reflect.create(JETTY + "servlet.ServletContextHandler");
        Reflect.call(handler, "setContextPath", "/");
        Class<?> dispatch = Reflect.type("javax.servlet.DispatcherType");
        Object filter = Reflect.create(JETTY + "servlet.FilterHolder", filter(jws));
        Reflect.call(handler, "addFilter", filter, "/*", EnumSet.allOf((Class<Enum>) dispatch));
        Object servlets = Reflect.call(Reflect.call(rest, "contextToServlet"), "iterator");
        while ((boolean) Reflect.call(servlets, "hasNext")) {
            Object entry = Reflect.call(servlets, "next");
            Object servlet = Reflect.create(JETTY + "servlet.ServletHolder", Reflect.call(entry, "_2"));
            Reflect.call(handler, "addServlet", servlet, Reflect.call(entry, "_1"));
        }
        return handler;
    }

    private static Object filter(Jws jws) throws ClassNotFoundException {
        Class<?> type = Reflect.type("javax.servlet.Filter");
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            switch (method.getName()) {
                case "doFilter" -> check(jws, args[0], args[1], args[2]);
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                case "equals" -> {
                    return proxy == args[0];
                }
                case "toString" -> {
                    return "RestGuard";
                }
                default -> {}
            }
            return null;
        });
    }

    private static void check(Jws jws, Object request, Object response, Object chain) throws Throwable {
        String authorization = (String) Reflect.call(request, "getHeader", "Authorization");
        if (jws.admits(authorization, System.currentTimeMillis() / 1000)) {
            Reflect.call(chain, "doFilter", request, response);
        } else {
            Reflect.call(response, "sendError", FORBIDDEN, "No valid token");
        }
    }
}
