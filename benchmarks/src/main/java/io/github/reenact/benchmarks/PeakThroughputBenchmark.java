package io.github.reenact.benchmarks;

import io.github.reenact.spi.Device;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What this machine can do at best: a row of large convolutions with nothing between them. A
 * network's multiply-accumulates over its time are to be compared with this, measured in the same
 * run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PeakThroughputBenchmark {
  private static final int SIDE = 64;
  private static final int CHANNELS = 128;
  private static final int LAYERS = 4;

  /** Multiply-accumulates of one run: 2.4 billion. */
  static final long MULTIPLY_ACCUMULATES = (long) LAYERS * SIDE * SIDE * 9 * CHANNELS * CHANNELS;

  /** {@code float32} or {@code bfloat16}. */
  @Param({"float32", "bfloat16"})
  public String precision = "";

  /** Where: {@code cpu} or {@code gpu}. */
  @Param("cpu")
  public String device = "";

  private Graph graph;
  private Session session;
  private Operand<TFloat32> output;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init") // set up by JMH
  public PeakThroughputBenchmark() {}

  /** Builds the graph. */
  @Setup(Level.Trial)
  public void open() {
    Device where = Inputs.device(device);
    TensorFlowRuntime.require(where);
    graph = new Graph();
    Ops tf = Ops.create(graph);
    // Not constants: TensorFlow would compute the result once and for all.
    Operand<TFloat32> x =
        tf.random.randomUniform(tf.constant(new long[] {1, 1, 1, CHANNELS}), TFloat32.class);
    x = tf.broadcastTo(x, tf.constant(new long[] {1, SIDE, SIDE, CHANNELS}));
    Operand<TFloat32> kernel =
        tf.fill(tf.constant(new long[] {3, 3, CHANNELS, CHANNELS}), tf.constant(1e-3f));
    for (int i = 0; i < LAYERS; i++) {
      x = tf.nn.conv2d(x, kernel, java.util.List.of(1L, 1L, 1L, 1L), "SAME");
    }
    output = tf.math.mean(x, tf.constant(new int[] {0, 1, 2, 3}));
    session = TensorFlowRuntime.open(graph, where, 0, precision.equals("bfloat16"));
  }

  /** Frees it. */
  @TearDown(Level.Trial)
  public void close() {
    session.close();
    graph.close();
  }

  /** All layers once. */
  @Benchmark
  public float convolutions() {
    try (Result result = session.runner().fetch(output).run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }
}
