package io.marketswarm.node;

import io.marketswarm.log.Log;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Hears SIGTERM and SIGINT itself, because a plain shutdown hook cannot tell a second signal from
 * the first. The JDK's signal class is reached by reflection: it is supported, but no part of the
 * standard API, and a JVM without it falls back to the hook.
 */
final class Signals {
  private static final Log LOG = Log.of("node");

  private Signals() {}

  /** Calls {@code stop} for each signal; whether the platform lets us. */
  static boolean onStop(Runnable stop) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method handle = signal.getMethod("handle", signal, handler);
      Object ours =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      stop.run();
                      yield null;
                    }
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "stop on signal";
                  });
      for (String name : new String[] {"TERM", "INT"}) {
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
      }
      return true;
    } catch (ReflectiveOperationException | RuntimeException unsupported) {
      LOG.debug("signals are not heard: " + unsupported);
      return false;
    }
  }
}
