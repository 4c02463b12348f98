package io.github.reenact.tf.fdgan;

import io.github.reenact.FacePhoto;
import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.ModelFileException;
import io.github.reenact.Portrait;
import io.github.reenact.PortraitTranslator;
import io.github.reenact.spi.Device;
import io.github.reenact.tf.graph.FrozenParameters;
import io.github.reenact.tf.graph.Precision;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import io.github.reenact.warp.PhotoSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * The translator of the paper's section 3.2: an extractor looks at the photo once and writes what
 * it sees into feature dictionaries, and a translator turns each frame's landmarks into a picture
 * by reading them.
 *
 * <p>Changes from the paper, all ours: the translator also sees the photo warped to the new
 * landmarks by {@link io.github.reenact.warp.HeadWarp} and blends it with what it paints, so that
 * hair, skin and background keep the photo's own detail; the blend is made at the photo's own size,
 * of which the networks see a square view of 256 pixels around the face; the weights are a moving
 * average over the training. Layer tables and loss weights of the paper are in a supplement that is
 * not to be had: those here are ours.
 *
 * <p>Thread-safe; owns a TensorFlow session with the weights as constants, in the precision that
 * {@link Precision} finds to be the faster one.
 */
public final class FdGan implements PortraitTranslator {
  /**
   * How far bfloat16 may be from float32 in the mean, in any plane: one step of an 8-bit colour, as
   * much of a share, and of the flow as much of {@value #PROBED_FLOW} pixels of the view.
   */
  private static final double PRECISION_BOUND = 1 / 255.0;

  private static final float PROBED_FLOW = 8;

  private static final String RESOURCE = "fdgan.safetensors";

  private final FdGanConfig config;
  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TUint8> photo;
  private final Placeholder<TFloat32> condition;
  private final List<FeatureDictionary.Written> written;
  private final List<Placeholder<TFloat32>> dictionaries = new ArrayList<>();
  private final FdGanNetwork.Heads heads;
  private volatile boolean closed;

  private FdGan(Safetensors file, String name, Device device, int threads) {
    config = FdGanWeights.config(file, name);
    TensorFlowRuntime.load();
    boolean done = false;
    try {
      Ops tf = Ops.create(graph);
      FdGanNetwork network =
          new FdGanNetwork(tf, new FrozenParameters(tf, file.tensors()), config, 1);
      Operand<TFloat32> scale = tf.constant(1 / 255f);
      photo = tf.placeholder(TUint8.class, planes(FdGanNetwork.PHOTO_PLANES));
      condition = tf.placeholder(TFloat32.class, planes(FdGanNetwork.CONDITION_PLANES));
      written = network.extract(tf.math.mul(tf.dtypes.cast(photo, TFloat32.class), scale));
      for (int i = 0; i < written.size(); i++) {
        dictionaries.add(
            tf.placeholder(
                TFloat32.class, Placeholder.shape(Shape.of(1, config.slots(), config.values()))));
      }
      heads = network.translate(condition, List.copyOf(dictionaries));
      session =
          Precision.open(
              "fdgan " + config,
              graph,
              device,
              threads,
              probe(),
              NetworkOutput.PLANES,
              PRECISION_BOUND);
      done = true;
    } finally {
      if (!done) {
        graph.close();
      }
    }
  }

  private Placeholder.Options planes(int planes) {
    return Placeholder.shape(Shape.of(1, config.size(), config.size(), planes));
  }

  /**
   * Loads the network.
   *
   * @param model a model file as {@link FdGanTrainer} writes it; empty for the weights of this
   *     library
   * @param device where to compute
   * @param threads for one operation; 0 lets TensorFlow choose
   * @throws ModelFileException if the file is missing, damaged or of another version
   * @throws io.github.reenact.BackendMissingException if TensorFlow's native library cannot be
   *     loaded, or there is no GPU
   */
  public static FdGan load(Optional<Path> model, Device device, int threads) {
    TensorFlowRuntime.require(device);
    if (model.isPresent()) {
      return new FdGan(Safetensors.read(model.get()), model.get().toString(), device, threads);
    }
    try (InputStream in = FdGan.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new ModelFileException(
            "the library holds no weights "
                + RESOURCE
                + "; take a release of reenact-tf that has them, or name a model file");
      }
      return new FdGan(Safetensors.read(in, RESOURCE), RESOURCE, device, threads);
    } catch (IOException e) {
      throw new ModelFileException(
          "the library's weights " + RESOURCE + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Portrait open(Image picture, Landmarks landmarks) {
    return open(List.of(new FacePhoto(picture, landmarks)));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The dictionaries of all photos become one, at no cost a frame. Each frame is painted over
   * the photo whose landmarks are nearest to it; where two are equally near, over both, which costs
   * two passes.
   */
  @Override
  public Portrait open(List<FacePhoto> photos) {
    checkOpen();
    return new FdGanPortrait(this, PhotoSet.of(photos));
  }

  FdGanConfig config() {
    return config;
  }

  /** Runs extractor and translator, on pictures of no meaning. */
  private Function<Session, float[]> probe() {
    int pixels = config.size() * config.size();
    byte[] seen = new byte[pixels * FdGanNetwork.PHOTO_PLANES];
    byte[] wanted = new byte[pixels * FdGanNetwork.CONDITION_PLANES];
    fill(seen);
    fill(wanted);
    float[] unit = new float[wanted.length];
    new NetworkInput(config.size()).toUnit(wanted, unit);
    return session -> {
      NetworkOutput output = new NetworkOutput(config);
      try (TFloat32 in = planes(unit);
          Dictionaries person = new Dictionaries(List.of(extract(session, seen)))) {
        translate(session, in, person, output);
      }
      float[] out = output.read(wanted);
      for (int i = 0; i < out.length; i += NetworkOutput.PLANES) {
        out[i + 4] /= PROBED_FLOW;
        out[i + 5] /= PROBED_FLOW;
      }
      return out;
    };
  }

  private static void fill(byte[] planes) {
    for (int i = 0; i < planes.length; i++) {
      planes[i] = (byte) (128 + 100 * Math.sin(0.003 * i));
    }
  }

  /** Runs the extractor: the dictionaries of a photo, from the deepest level up. */
  List<Dictionaries.Level> extract(byte[] planes) {
    checkOpen();
    return extract(session, planes);
  }

  private List<Dictionaries.Level> extract(Session session, byte[] planes) {
    if (written.isEmpty()) {
      return List.of();
    }
    try (TUint8 in = FdGanTrainer.tensor(planes, 1, config.size(), FdGanNetwork.PHOTO_PLANES)) {
      Session.Runner runner = session.runner().feed(photo, in);
      written.forEach(w -> runner.fetch(w.entries()).fetch(w.weight()));
      try (Result result = TensorFlowRuntime.run(runner)) {
        List<Dictionaries.Level> out = new ArrayList<>();
        for (int i = 0; i < result.size(); i += 2) {
          out.add(
              new Dictionaries.Level(
                  Dictionaries.numbers((TFloat32) result.get(i)),
                  Dictionaries.numbers((TFloat32) result.get(i + 1))));
        }
        return out;
      }
    }
  }

  /**
   * Runs the translator; what its last layers say is in {@code out} then.
   *
   * @param planes 1 x size x size x 11, 0 to 1
   */
  void translate(TFloat32 planes, Dictionaries person, NetworkOutput out) {
    checkOpen();
    translate(session, planes, person, out);
  }

  private void translate(Session session, TFloat32 planes, Dictionaries person, NetworkOutput out) {
    Session.Runner runner = session.runner().feed(condition, planes).fetch(heads.head());
    if (config.dense()) {
      runner.fetch(heads.flow());
    }
    for (int i = 0; i < dictionaries.size(); i++) {
      runner.feed(dictionaries.get(i), person.level(i));
    }
    try (Result result = TensorFlowRuntime.run(runner)) {
      Tensors.copy((TFloat32) result.get(0), out.head);
      if (config.dense()) {
        Tensors.copy((TFloat32) result.get(1), out.flow);
      }
    }
  }

  /** A tensor for the translator's planes; the caller's to close. */
  TFloat32 planes(float[] planes) {
    return TFloat32.tensorOf(
        Shape.of(1, config.size(), config.size(), FdGanNetwork.CONDITION_PLANES),
        DataBuffers.of(planes, true, false));
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the translator is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      session.close();
      graph.close();
    }
  }
}
