package io.github.reenact.tf.graph;

import static java.util.Objects.requireNonNull;

import io.github.reenact.spi.Device;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.Graph;
import org.tensorflow.Session;

/**
 * Chooses between convolutions in float32 and in bfloat16 by measuring both on this machine, once
 * for each kind of network: bfloat16 is nearly twice as fast on processors that have instructions
 * for it, and slower on others.
 *
 * <p>The system property {@value #PROPERTY} overrules it: {@code float32} or {@code bfloat16}.
 *
 * <p>Thread-safe.
 */
public final class Precision {
  /** Name of the system property: {@code auto} (the default), {@code float32}, {@code bfloat16}. */
  public static final String PROPERTY = "reenact.precision";

  private static final Logger LOG = LoggerFactory.getLogger(Precision.class);

  /** Runs of which the fastest counts: the first ones of a session are slow. */
  private static final int RUNS = 4;

  /** bfloat16 has to be faster by this factor: a choice by a hair would change from run to run. */
  private static final double MARGIN = 1.15;

  /** What was chosen before, by the name of the kind of network. */
  private static final Map<String, Boolean> CHOICES = new ConcurrentHashMap<>();

  private Precision() {}

  /**
   * Opens a session in the precision that is faster here.
   *
   * @param kind of network, for which the choice is kept as long as this Java runs
   * @param graph with all weights as constants
   * @param threads for one operation; 0 lets TensorFlow choose
   * @param probe runs the network on some input, always the same, and returns its output
   * @param planes of the output, which follow each other in each of its places
   * @param bound mean absolute difference of the two outputs, in any plane, above which float32 is
   *     taken however slow it is
   * @throws IllegalArgumentException if the system property has another value
   */
  public static synchronized Session open(
      String kind,
      Graph graph,
      Device device,
      int threads,
      Function<Session, float[]> probe,
      int planes,
      double bound) {
    String wanted = System.getProperty(PROPERTY, "auto");
    if (!wanted.equals("auto")) {
      boolean bfloat16 = wanted.equals("bfloat16");
      if (!bfloat16 && !wanted.equals("float32")) {
        throw new IllegalArgumentException(
            "-D" + PROPERTY + "=" + wanted + " is not known; it is auto, float32 or bfloat16");
      }
      return TensorFlowRuntime.open(graph, device, threads, bfloat16);
    }
    if (device != Device.CPU) {
      return TensorFlowRuntime.open(graph, device, threads, false);
    }
    Boolean known = CHOICES.get(kind);
    if (known != null) {
      return TensorFlowRuntime.open(graph, device, threads, known);
    }
    Session exact = TensorFlowRuntime.open(graph, device, threads, false);
    @Nullable Session quick = null;
    @Nullable Session taken = null;
    try {
      quick = TensorFlowRuntime.open(graph, device, threads, true);
      boolean better = isBetter(kind, exact, quick, probe, planes, bound);
      CHOICES.put(kind, better);
      taken = better ? quick : exact;
      return taken;
    } finally {
      if (taken != exact) {
        exact.close();
      }
      if (quick != null && taken != quick) {
        quick.close();
      }
    }
  }

  /** The first run converts the graph, and TensorFlow tells of that. */
  private static float[] runFirst(Session session, Function<Session, float[]> probe) {
    return NativeLog.errorsOnly(() -> probe.apply(session));
  }

  private static boolean isBetter(
      String kind,
      Session exact,
      Session quick,
      Function<Session, float[]> probe,
      int planes,
      double bound) {
    double difference = difference(probe.apply(exact), runFirst(quick, probe), planes);
    long[] nanos = {Long.MAX_VALUE, Long.MAX_VALUE};
    // Taken in turns, so that what else the machine does slows both.
    for (int i = 0; i < RUNS; i++) {
      nanos[0] = Math.min(nanos[0], time(exact, probe));
      nanos[1] = Math.min(nanos[1], time(quick, probe));
    }
    boolean better = difference <= bound && MARGIN * nanos[1] < nanos[0];
    LOG.debug(
        "{}: float32 {} ms, bfloat16 {} ms, largest mean difference of a plane {} (bound {}): {}",
        kind,
        nanos[0] / 1e6,
        nanos[1] / 1e6,
        difference,
        bound,
        better ? "bfloat16" : "float32");
    return better;
  }

  private static long time(Session session, Function<Session, float[]> probe) {
    long start = System.nanoTime();
    requireNonNull(probe.apply(session), "output");
    return System.nanoTime() - start;
  }

  /** The largest mean absolute difference of a plane; infinite where a number is none. */
  static double difference(float[] a, float[] b, int planes) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "outputs of " + a.length + " and " + b.length + " numbers");
    }
    double[] sums = new double[planes];
    for (int i = 0; i < a.length; i++) {
      double d = Math.abs((double) a[i] - b[i]);
      sums[i % planes] += Double.isNaN(d) ? Double.POSITIVE_INFINITY : d;
    }
    return Arrays.stream(sums).max().orElse(0) * planes / Math.max(1, a.length);
  }

  /** Forgets what was chosen, for tests. */
  static void forget() {
    CHOICES.clear();
  }

  /** What was chosen for a kind, for tests. */
  static Map<String, Boolean> choices() {
    return Map.copyOf(CHOICES);
  }
}
