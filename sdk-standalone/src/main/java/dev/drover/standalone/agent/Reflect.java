package dev.drover.standalone.agent;

import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls public methods by name, so that one class file works with Spark 3.5 on Scala 2.12 and 4.x on 2.13, whose types
 * differ in the details of their signatures.
 */
final class Reflect {

    private static final Map<Class<?>, Class<?>> BOXES =
            Map.of(int.class, Integer.class, boolean.class, Boolean.class, long.class, Long.class);

    private Reflect() {}

    static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name);
    }

    static Object create(String type, Object... args) throws Throwable {
        for (Executable constructor : type(type).getConstructors()) {
            if (accepts(constructor, args)) {
                return unwrapped(() -> ((java.lang.reflect.Constructor<?>) constructor).newInstance(args));
            }
        }
        throw new NoSuchMethodException(type + " cannot be created from " + Arrays.toString(args));
    }

    static Object callStatic(String type, String name, Object... args) throws Throwable {
        return call(type(type), null, name, args);
    }

    static Object call(Object target, String name, Object... args) throws Throwable {
        return call(target.getClass(), target, name, args);
    }

    private static Object call(Class<?> type, @Nullable Object target, String name, Object... args) throws Throwable {
        Method method = Stream.of(type.getMethods())
                .filter(candidate -> candidate.getName().equals(name) && accepts(candidate, args))
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(type.getName() + "." + name));
        // The class may be private to its package although the method is not.
        method.setAccessible(true);
        return unwrapped(() -> method.invoke(target, args));
    }

    private static boolean accepts(Executable executable, Object[] args) {
        Class<?>[] types = executable.getParameterTypes();
        if (types.length != args.length) {
            return false;
        }
        for (int i = 0; i < args.length; i++) {
            if (!BOXES.getOrDefault(types[i], types[i]).isInstance(args[i])) {
                return false;
            }
        }
        return true;
    }

    private static Object unwrapped(Call call) throws Throwable {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** A reflective call. */
    private interface Call {
        Object run() throws ReflectiveOperationException;
    }
}
