package io.github.reenact.tf.graph;

import static java.util.Objects.requireNonNull;

import io.github.reenact.spi.Device;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.Graph;
import org.tensorflow.Session;

/**
 * Chooses how a network is computed by measuring it on this machine:
 *
 * <ul>
 *   <li>convolutions in float32 or in bfloat16, which is nearly twice as fast on processors that
 *       have instructions for it, and slower on others;
 *   <li>with all threads or with fewer. Threads that wake each other up can cost more than they
 *       compute, and a processor that is left alone does the other steps of a frame meanwhile.
 * </ul>
 *
 * <p>What was chosen is kept as long as this Java runs, and for the next one in {@link
 * TuningCache}. The system property {@value #PRECISION_PROPERTY} overrules the first choice: {@code
 * float32} or {@code bfloat16}.
 *
 * <p>Thread-safe.
 */
public final class SessionTuning {
  /** Name of the system property: {@code auto} (the default), {@code float32}, {@code bfloat16}. */
  public static final String PRECISION_PROPERTY = "reenact.precision";

  private static final Logger LOG = LoggerFactory.getLogger(SessionTuning.class);

  /** Runs of which the fastest counts: the first ones of a session are slow. */
  private static final int RUNS = 4;

  /** bfloat16 has to be faster by this factor: a choice by a hair would change from run to run. */
  private static final double MARGIN = 1.15;

  /**
   * Fewer threads may take longer by this factor: they leave processors to the other steps. With
   * two processors drawing and composing take about half as long as the network.
   */
  private static final double ALONE = 1.2;

  /** What was chosen before, by the name of the network. */
  private static final Map<String, Choice> CHOICES = new ConcurrentHashMap<>();

  private SessionTuning() {}

  /**
   * How a network is computed.
   *
   * @param bfloat16 whether convolutions compute in bfloat16
   * @param threads for one operation
   */
  record Choice(boolean bfloat16, int threads) {}

  /**
   * A network to be measured.
   *
   * @param name of the network and its weights, for which the choice is kept
   * @param run runs it on some input, always the same, and returns its output
   * @param planes of the output, which follow each other in each of its places
   * @param bound mean absolute difference of the two precisions' outputs, in any plane, above which
   *     float32 is taken however slow it is
   */
  public record Probe(String name, Function<Session, float[]> run, int planes, double bound) {}

  /**
   * Opens a session that computes in the way that is faster here.
   *
   * @param graph with all weights as constants
   * @param threads for one operation, the numbers to choose from, the one to begin with first. 0
   *     lets TensorFlow choose
   * @throws IllegalArgumentException if the system property has another value, or there are no
   *     numbers of threads
   */
  public static synchronized Session open(
      Graph graph, Device device, List<Integer> threads, Probe probe) {
    if (threads.isEmpty()) {
      throw new IllegalArgumentException("no number of threads to choose from");
    }
    Optional<Boolean> bfloat16 = wantedPrecision();
    if (device != Device.CPU) {
      return TensorFlowRuntime.open(graph, device, threads.get(0), bfloat16.orElse(false));
    }
    if (bfloat16.isPresent() && threads.size() == 1) {
      return TensorFlowRuntime.open(graph, device, threads.get(0), bfloat16.get());
    }
    String key =
        probe.name
            + " "
            + bfloat16.map(b -> b ? "bfloat16" : "float32").orElse("auto")
            + " "
            + threads;
    @Nullable Choice known = CHOICES.get(key);
    if (known == null) {
      known = TuningCache.get(key).filter(c -> threads.contains(c.threads)).orElse(null);
    }
    if (known != null) {
      CHOICES.put(key, known);
      return TensorFlowRuntime.open(graph, device, known.threads, known.bfloat16);
    }
    try (Trial trial = new Trial(graph, probe)) {
      Choice first = new Choice(bfloat16.orElse(false), threads.get(0));
      Choice best = bfloat16.isPresent() ? first : trial.precision(first);
      for (int number : threads.subList(1, threads.size())) {
        best = trial.threads(best, new Choice(best.bfloat16, number));
      }
      CHOICES.put(key, best);
      TuningCache.put(key, best);
      return trial.take(best);
    }
  }

  /** What the system property says; empty if the precision is to be measured. */
  private static Optional<Boolean> wantedPrecision() {
    String wanted = System.getProperty(PRECISION_PROPERTY, "auto");
    return switch (wanted) {
      case "auto" -> Optional.empty();
      case "float32" -> Optional.of(false);
      case "bfloat16" -> Optional.of(true);
      default ->
          throw new IllegalArgumentException(
              "-D"
                  + PRECISION_PROPERTY
                  + "="
                  + wanted
                  + " is not known; it is auto, float32 or bfloat16");
    };
  }

  /** Sessions of one graph that are measured against each other; closes those not taken. */
  private static final class Trial implements AutoCloseable {
    private final Graph graph;
    private final Probe probe;
    private final Map<Choice, Session> sessions = new HashMap<>();

    Trial(Graph graph, Probe probe) {
      this.graph = graph;
      this.probe = probe;
    }

    private Session session(Choice choice) {
      return sessions.computeIfAbsent(
          choice, c -> TensorFlowRuntime.open(graph, Device.CPU, c.threads, c.bfloat16));
    }

    /** The better precision; {@code exact} is in float32. */
    Choice precision(Choice exact) {
      Choice quick = new Choice(true, exact.threads);
      float[] wanted = first(exact);
      double difference = difference(wanted, first(quick), probe.planes);
      long[] nanos = race(exact, quick);
      boolean better = difference <= probe.bound && MARGIN * nanos[1] < nanos[0];
      LOG.debug(
          "{}: float32 {} ms, bfloat16 {} ms, largest mean difference of a plane {} (bound {}): {}",
          probe.name,
          nanos[0] / 1e6,
          nanos[1] / 1e6,
          difference,
          probe.bound,
          better ? "bfloat16" : "float32");
      return better ? quick : exact;
    }

    /** The better number of threads; {@code all} is the larger one. */
    Choice threads(Choice all, Choice fewer) {
      requireNonNull(first(fewer), "output");
      long[] nanos = race(all, fewer);
      boolean better = nanos[1] < ALONE * nanos[0];
      LOG.debug(
          "{}: {} threads {} ms, {} threads {} ms: {}",
          probe.name,
          all.threads,
          nanos[0] / 1e6,
          fewer.threads,
          nanos[1] / 1e6,
          (better ? fewer : all).threads);
      return better ? fewer : all;
    }

    /** The output of a first run, which converts the graph; TensorFlow logs that. */
    private float[] first(Choice choice) {
      Session session = session(choice);
      return choice.bfloat16
          ? NativeLog.errorsOnly(() -> probe.run.apply(session))
          : probe.run.apply(session);
    }

    /** The shortest times, taken in turns, so that what else the machine does slows both. */
    private long[] race(Choice a, Choice b) {
      long[] nanos = {Long.MAX_VALUE, Long.MAX_VALUE};
      for (int i = 0; i < RUNS; i++) {
        nanos[0] = Math.min(nanos[0], time(session(a)));
        nanos[1] = Math.min(nanos[1], time(session(b)));
      }
      return nanos;
    }

    private long time(Session session) {
      long start = System.nanoTime();
      requireNonNull(probe.run.apply(session), "output");
      return System.nanoTime() - start;
    }

    /** The session of a choice, now the caller's. */
    Session take(Choice choice) {
      Session taken = session(choice);
      sessions.remove(choice);
      return taken;
    }

    @Override
    public void close() {
      sessions.values().forEach(Session::close);
    }
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

  /** Forgets what was chosen, for tests; the file stays. */
  static void forget() {
    CHOICES.clear();
  }

  /** What was chosen, for tests. */
  static List<Choice> choices() {
    return List.copyOf(CHOICES.values());
  }
}
