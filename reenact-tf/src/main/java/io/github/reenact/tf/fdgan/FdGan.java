package io.github.reenact.tf.fdgan;

import io.github.reenact.FacePhoto;
import io.github.reenact.Image;
import io.github.reenact.Landmarks;
import io.github.reenact.ModelFileException;
import io.github.reenact.MovingPortrait;
import io.github.reenact.Portrait;
import io.github.reenact.PortraitTranslator;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.NativeThreads;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.fdgan.network.FdGanModelFile;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.fdgan.network.FeatureDictionary;
import io.github.reenact.tf.fdgan.network.NetworkInput;
import io.github.reenact.tf.fdgan.network.NetworkOutput;
import io.github.reenact.tf.graph.CloseGuard;
import io.github.reenact.tf.graph.CloseOnFailure;
import io.github.reenact.tf.graph.FrozenParameters;
import io.github.reenact.tf.graph.QuietRuns;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.graph.SessionTuning;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import io.github.reenact.warp.PhotoSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * FD-GAN, the network of the paper's section 3.2 (Xiang et al. 2020, <a
 * href="https://arxiv.org/abs/2004.12452">arXiv 2004.12452</a>): an extractor encodes the photo
 * once into feature dictionaries, and a translator reads them and turns each frame's landmarks into
 * a picture.
 *
 * <p><b>Changes from the paper:</b>
 *
 * <ul>
 *   <li>The translator also sees the photo warped to the new landmarks by {@link
 *       io.github.reenact.warp.HeadWarp}, and the unwarped photo, and blends both with what it
 *       generates, so that hair, skin and background keep the photo's own detail.
 *   <li>The layers are composed at the photo's own size, of which the networks see a square view of
 *       256 pixels around the face.
 *   <li>The dictionaries of several photos are merged.
 *   <li>The weights are a moving average over the training.
 *   <li>Layer tables and loss weights are ours: the paper's are in a supplement that is not
 *       publicly available.
 * </ul>
 *
 * <p>Thread-safe; owns a TensorFlow session with the weights as constants, in the precision that
 * {@link SessionTuning} finds to be the faster one.
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
  private final Graph graph;
  private final Session session;
  private final Placeholder<TUint8> photo;
  private final Placeholder<TFloat32> condition;
  private final List<FeatureDictionary.Written> written;
  private final List<Placeholder<TFloat32>> dictionaries = new ArrayList<>();
  private final FdGanNetwork.Heads heads;
  private final CloseGuard guard = new CloseGuard("the translator");
  private final QuietRuns extractions = new QuietRuns();
  private final QuietRuns translations = new QuietRuns();

  private FdGan(Safetensors file, String name, Device device, List<Integer> threads) {
    TensorFlowRuntime.require(device);
    config = FdGanModelFile.config(file, name);
    // Not before: it loads the library, whose log is not kept off standard error then.
    graph = new Graph();
    try (CloseOnFailure open = new CloseOnFailure(graph::close)) {
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
          SessionTuning.open(
              graph,
              device,
              threads,
              new SessionTuning.Probe(
                  "fdgan %08x".formatted(file.checksum()),
                  probe(),
                  NetworkOutput.PLANES,
                  PRECISION_BOUND));
      open.succeeded();
    }
  }

  private Placeholder.Options planes(int planes) {
    return Placeholder.shape(Shape.of(1, config.size(), config.size(), planes));
  }

  /**
   * Loads the model that is part of this library.
   *
   * @param device where to compute
   * @throws io.github.reenact.BackendMissingException if TensorFlow cannot be loaded, or there is
   *     no GPU
   * @throws ModelFileException if the model is not in the jar, or damaged
   */
  public static FdGan load(Device device) {
    return new FdGan(
        Safetensors.builtIn(FdGan.class, RESOURCE),
        RESOURCE,
        device,
        NativeThreads.translatorChoices());
  }

  /**
   * Loads a model file that a training wrote.
   *
   * @param device where to compute
   * @throws io.github.reenact.BackendMissingException if TensorFlow cannot be loaded, or there is
   *     no GPU
   * @throws ModelFileException if the file is missing, damaged, or of another version
   */
  public static FdGan load(Path model, Device device) {
    return load(model, device, NativeThreads.translatorChoices());
  }

  /** With a number of threads for one operation; 0 lets TensorFlow choose. */
  static FdGan load(Path model, Device device, int threads) {
    return load(model, device, List.of(threads));
  }

  private static FdGan load(Path model, Device device, List<Integer> threads) {
    return new FdGan(Safetensors.read(model), model.toString(), device, threads);
  }

  @Override
  public Portrait open(Image picture, Landmarks landmarks) {
    return open(List.of(new FacePhoto(picture, landmarks)));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The dictionaries of all photos become one, at no cost a frame. Each frame is made from the
   * photo whose landmarks are nearest to it; where two are equally near, over both, which costs two
   * passes.
   */
  @Override
  public Portrait open(List<FacePhoto> photos) {
    return new FdGanPortrait(this, PhotoSet.of(photos));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The extractor sees one frame in 25.
   */
  @Override
  public MovingPortrait openMoving() {
    return new MovingFdGanPortrait(this);
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
    return guard.call(() -> extract(session, planes));
  }

  private List<Dictionaries.Level> extract(Session session, byte[] planes) {
    if (written.isEmpty()) {
      return List.of();
    }
    try (TUint8 in = Tensors.pictures(planes, 1, config.size(), FdGanNetwork.PHOTO_PLANES)) {
      Session.Runner runner = session.runner().feed(photo, in);
      written.forEach(w -> runner.fetch(w.entries()).fetch(w.weight()));
      try (Result result = extractions.run(runner)) {
        List<Dictionaries.Level> out = new ArrayList<>();
        for (int i = 0; i < result.size(); i += 2) {
          out.add(
              new Dictionaries.Level(
                  Tensors.numbers((TFloat32) result.get(i)),
                  Tensors.numbers((TFloat32) result.get(i + 1))));
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
    guard.call(
        () -> {
          translate(session, planes, person, out);
          return out;
        });
  }

  private void translate(Session session, TFloat32 planes, Dictionaries person, NetworkOutput out) {
    Session.Runner runner = session.runner().feed(condition, planes).fetch(heads.head());
    if (config.warpBranch()) {
      runner.fetch(heads.flow());
    }
    for (int i = 0; i < dictionaries.size(); i++) {
      runner.feed(dictionaries.get(i), person.level(i));
    }
    try (Result result = translations.run(runner)) {
      Tensors.copy((TFloat32) result.get(0), out.head);
      if (config.warpBranch()) {
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

  @Override
  public void close() {
    guard.close(
        () -> {
          session.close();
          graph.close();
        });
  }
}
