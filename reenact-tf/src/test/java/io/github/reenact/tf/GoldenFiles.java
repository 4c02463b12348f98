package io.github.reenact.tf;

import io.github.reenact.IdentityCode;
import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionCode;
import io.github.reenact.Portrait;
import io.github.reenact.spi.Device;
import io.github.reenact.testing.TestFaces;
import io.github.reenact.tf.fdgan.FdGan;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.fdgan.network.FdGanModelFile;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.fdgan.network.FeatureDictionary;
import io.github.reenact.tf.graph.Initializer;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Parameters;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.ldnet.LdNet;
import io.github.reenact.tf.ldnet.network.Architecture;
import io.github.reenact.tf.ldnet.network.LdNetModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * What tiny networks with seeded weights give, for {@link GoldenFilesTest}. {@link #main} writes
 * the golden files anew: only after a change that is meant to give other numbers.
 */
final class GoldenFiles {
  static final String FDGAN = "golden-fdgan.safetensors";
  static final String LDNET = "golden-ldnet.safetensors";

  private static final FdGanConfig TINY =
      new FdGanConfig(64, List.of(4, 6, 8, 8, 8), 5, 4, true, true, 1);
  private static final Architecture SMALL = new Architecture(6, 5, 24, 1);

  private GoldenFiles() {}

  /**
   * Writes the golden files.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Path work = Files.createTempDirectory("golden");
    new Safetensors(fdgan(work), Map.of("seed", "5")).write(folder.resolve(FDGAN), true);
    new Safetensors(ldnet(work), Map.of("seed", "6")).write(folder.resolve(LDNET), false);
  }

  /** Weights that depend on the seed, and on their names and shapes alone; none is 0. */
  private static final class Seeded implements Parameters {
    private final Ops tf;
    private final long seed;
    private final Map<String, NamedArray> weights = new LinkedHashMap<>();

    Seeded(Ops tf, long seed) {
      this.tf = tf;
      this.seed = seed;
    }

    @Override
    public Operand<TFloat32> get(String name, Initializer initializer, long... shape) {
      weights.computeIfAbsent(name, n -> values(n, shape));
      return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
    }

    private NamedArray values(String name, long... shape) {
      Random random = new Random(seed * 31 + name.hashCode());
      float[] values = new float[(int) Shape.of(shape).size()];
      double inputs = (double) values.length / shape[shape.length - 1];
      double deviation = shape.length == 1 ? 0.1 : Math.sqrt(1.5 / inputs);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
      return new NamedArray(shape, values);
    }
  }

  /**
   * A frame that a tiny FD-GAN renders.
   *
   * @param work folder for its model file
   */
  static Map<String, NamedArray> fdgan(Path work) throws IOException {
    TensorFlowRuntime.load();
    Path model = work.resolve("tiny-fdgan.safetensors");
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Seeded seeded = new Seeded(tf, 5);
      FdGanNetwork network = new FdGanNetwork(tf, seeded, TINY, 1);
      network.translate(
          planes(tf, FdGanNetwork.CONDITION_PLANES),
          FeatureDictionary.Written.entries(
              network.extract(planes(tf, FdGanNetwork.PHOTO_PLANES))));
      FdGanModelFile.of(TINY, seeded.weights, Map.of()).write(model, false);
    }
    Landmarks face = TestFaces.face().at(48, 46, 20);
    Image photo = TestFaces.portrait(face, 96, 90);
    Landmarks moved = TestFaces.face().turned(12, -5, 4).expression(0.6, 0, 0, 0).at(50, 47, 20);
    try (FdGan translator = FdGan.load(model, Device.CPU);
        Portrait portrait = translator.open(photo, face)) {
      Image frame = portrait.render(moved);
      byte[] rgb = frame.toRgb();
      float[] values = new float[rgb.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = rgb[i] & 255;
      }
      return Map.of("frame", new NamedArray(new long[] {frame.height(), frame.width(), 3}, values));
    }
  }

  private static Operand<TFloat32> planes(Ops tf, int planes) {
    Shape shape = Shape.of(1, TINY.size(), TINY.size(), planes);
    return tf.placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  /**
   * Codes and landmarks of a tiny LD-Net.
   *
   * @param work folder for its model file
   */
  static Map<String, NamedArray> ldnet(Path work) throws IOException {
    TensorFlowRuntime.load();
    Path model = work.resolve("tiny-ldnet.safetensors");
    Landmarks first = TestFaces.face().person(1.05, 0.95, 1, 1).turned(8, 3, -5).at(120, 130, 60);
    Landmarks second = TestFaces.face().expression(0.7, 0, 0.4, 0).turned(-15, 0, 2).at(90, 80, 40);
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Seeded seeded = new Seeded(tf, 6);
      Operand<TFloat32> rows =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, Architecture.XY)));
      SMALL.decode(tf, seeded, SMALL.identity(tf, seeded, rows), SMALL.motion(tf, seeded, rows));
      Map<String, NamedArray> weights = new LinkedHashMap<>(seeded.weights);
      float[] mean = first.transform(io.github.reenact.Similarity.normalizing(first)).toArray();
      weights.put(Architecture.MEAN, new NamedArray(new long[] {mean.length}, mean));
      new Safetensors(weights, LdNetModelFile.metadata(SMALL)).write(model, false);
    }
    try (LdNet net = LdNet.load(model)) {
      IdentityCode identity = net.identity(first);
      MotionCode motion = net.motion(second);
      Map<String, NamedArray> out = new LinkedHashMap<>();
      out.put("identity", array(identity.toArray()));
      out.put("motion", array(motion.toArray()));
      out.put("combined", array(net.combine(identity, motion).toArray()));
      return out;
    }
  }

  private static NamedArray array(float[] values) {
    return new NamedArray(new long[] {values.length}, values);
  }
}
