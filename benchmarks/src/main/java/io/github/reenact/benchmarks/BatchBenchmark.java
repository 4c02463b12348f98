package io.github.reenact.benchmarks;

import static java.util.Objects.requireNonNull;

import io.github.reenact.spi.Device;
import io.github.reenact.tf.fdgan.FdGan;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.fdgan.network.FdGanModelFile;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.graph.FrozenParameters;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
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
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * The translator's network alone, on several frames at once: whether that would pay. The library
 * has no batches to offer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class BatchBenchmark {
  /** Frames at once; the time is that of all. */
  @Param({"1", "2", "4"})
  public int batch;

  /** {@code float32} or {@code bfloat16}. */
  @Param({"float32", "bfloat16"})
  public String precision = "";

  /** Where: {@code cpu} or {@code gpu}. */
  @Param("cpu")
  public String device = "";

  private final List<TFloat32> entries = new ArrayList<>();
  private final List<Placeholder<TFloat32>> dictionaries = new ArrayList<>();
  private Graph graph;
  private Session session;
  private FdGanNetwork.Heads heads;
  private Placeholder<TFloat32> condition;
  private TFloat32 planes;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init") // set up by JMH
  public BatchBenchmark() {}

  /**
   * Builds the graph.
   *
   * @throws IOException if the library's weights cannot be read
   */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Device where = Device.valueOf(device.toUpperCase(Locale.ROOT));
    TensorFlowRuntime.require(where);
    Safetensors file;
    try (InputStream in =
        requireNonNull(FdGan.class.getResourceAsStream("fdgan.safetensors"), "weights")) {
      file = Safetensors.read(in, "fdgan.safetensors");
    }
    FdGanConfig config = FdGanModelFile.config(file, "fdgan.safetensors");
    graph = new Graph();
    Ops tf = Ops.create(graph);
    FdGanNetwork network =
        new FdGanNetwork(tf, new FrozenParameters(tf, file.tensors()), config, batch);
    Shape frames = Shape.of(batch, config.size(), config.size(), FdGanNetwork.CONDITION_PLANES);
    condition = tf.placeholder(TFloat32.class, Placeholder.shape(frames));
    planes = random(frames);
    for (int level = 0; level < 3; level++) {
      Shape dictionary = Shape.of(batch, config.slots(), config.values());
      dictionaries.add(tf.placeholder(TFloat32.class, Placeholder.shape(dictionary)));
      entries.add(random(dictionary));
    }
    heads = network.translate(condition, List.copyOf(dictionaries));
    session = TensorFlowRuntime.open(graph, where, 0, precision.equals("bfloat16"));
  }

  /** What a new tensor holds by itself is not defined, and could be slow to compute with. */
  private static TFloat32 random(Shape shape) {
    Random random = new Random(shape.size());
    return TFloat32.tensorOf(shape, t -> t.scalars().forEach(x -> x.setFloat(random.nextFloat())));
  }

  /** Frees it. */
  @TearDown(Level.Trial)
  public void close() {
    session.close();
    graph.close();
    planes.close();
    entries.forEach(TFloat32::close);
  }

  /** All frames of a batch. */
  @Benchmark
  public float translate() {
    Session.Runner runner =
        session.runner().feed(condition, planes).fetch(heads.head()).fetch(heads.flow());
    for (int i = 0; i < entries.size(); i++) {
      runner.feed(dictionaries.get(i), entries.get(i));
    }
    try (Result result = runner.run()) {
      return ((TFloat32) result.get(0)).getFloat(0, 0, 0, 0);
    }
  }
}
