package io.github.reenact.tf.ldnet;

import io.github.reenact.IdentityCode;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.ModelFileException;
import io.github.reenact.MotionCode;
import io.github.reenact.Similarity;
import io.github.reenact.spi.Device;
import io.github.reenact.spi.NativeThreads;
import io.github.reenact.tf.graph.CloseGuard;
import io.github.reenact.tf.graph.FrozenParameters;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import io.github.reenact.tf.graph.Tensors;
import io.github.reenact.tf.ldnet.network.Architecture;
import io.github.reenact.tf.ldnet.network.LdNetModelFile;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * LD-Net, the landmark disentanglement network of "One-Shot Identity-Preserving Portrait
 * Reenactment" (Xiang et al. 2020, <a href="https://arxiv.org/abs/2004.12452">arXiv 2004.12452</a>,
 * section 3.1): two encoders, of identity and of motion (the paper's pose/expression), and a
 * decoder that makes landmarks of one person's identity and another's motion.
 *
 * <p>Codes are the means of Gaussians. Landmarks are normalised by {@link Similarity#normalizing}
 * before they are encoded; what is decoded is normalised again, so that a result is exactly in
 * normal place and size.
 *
 * <p><b>Changes from the paper.</b> The paper's supplement, with the layers and the weights of the
 * losses, is not publicly available: all sizes and weights are ours, but for those that
 * "Disentangling Style and Content in Anime Illustrations" (Xiang and Li 2019) publishes for the
 * method that LD-Net follows. Place and scale are taken out of the landmarks and not learnt. The
 * paper trains on videos, in two stages, with nothing but labels of identity; both stages are here.
 * The built-in model is trained by an extension instead: supervision with exact pairs, of two
 * persons and of each with the other's motion. The persons are those of a morphable face
 * (ICT-FaceKit), and real ones to whose landmarks it was fitted. What a linear regression would
 * find of one factor in the other's code is minimised at every step. Noise is added to the inputs
 * and not to the answers, so that the decoder smooths the jitter of the landmark detector.
 *
 * <p>Thread-safe. Owns native memory.
 */
public final class LdNet implements LandmarkDisentangler {
  private static final String RESOURCE = "ldnet.safetensors";
  private static final int XY = Architecture.XY;

  private final String backend;
  private final Architecture architecture;
  private final Graph graph;
  private final Session session;
  private final Network identity;
  private final Network motion;
  private final Network decoder;

  private final CloseGuard guard = new CloseGuard("LD-Net");

  /** From a row of so many numbers to a row. */
  private record Network(Placeholder<TFloat32> input, Operand<TFloat32> output) {}

  private LdNet(LdNetModelFile model, Device device) {
    TensorFlowRuntime.load();
    architecture = model.architecture();
    backend = LdNetProvider.NAME + " " + model.version();
    graph = new Graph();
    Session opened = null;
    try {
      Ops tf = Ops.create(graph);
      FrozenParameters weights = new FrozenParameters(tf, model.weights());
      Placeholder<TFloat32> faces = row(tf, XY);
      identity = new Network(faces, architecture.identity(tf, weights, faces));
      motion = new Network(faces, architecture.motion(tf, weights, faces));
      int codes = architecture.identitySize() + architecture.motionSize();
      Placeholder<TFloat32> both = row(tf, codes);
      decoder = new Network(both, architecture.decodeJoined(tf, weights, both));
      opened = TensorFlowRuntime.open(graph, device, NativeThreads.disentangler(), false);
      session = opened;
    } finally {
      if (opened == null) {
        graph.close();
      }
    }
  }

  private static Placeholder<TFloat32> row(Ops tf, int columns) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, columns)));
  }

  /**
   * Loads the model that is part of this library.
   *
   * @throws io.github.reenact.BackendMissingException if TensorFlow cannot be loaded
   * @throws ModelFileException if the model is not in the jar, or damaged
   */
  public static LdNet load(Device device) {
    return new LdNet(
        LdNetModelFile.of(Safetensors.builtIn(LdNet.class, RESOURCE), RESOURCE), device);
  }

  /**
   * Loads a model file that a training wrote.
   *
   * @throws io.github.reenact.BackendMissingException if TensorFlow cannot be loaded
   * @throws ModelFileException if the file is missing, damaged, or of another version
   */
  public static LdNet load(Path model, Device device) {
    return new LdNet(LdNetModelFile.of(Safetensors.read(model), model.toString()), device);
  }

  @Override
  public IdentityCode identity(Landmarks landmarks) {
    return IdentityCode.of(backend, encode(identity, landmarks));
  }

  @Override
  public IdentityCode identity(List<Landmarks> landmarks) {
    if (landmarks.isEmpty()) {
      throw new IllegalArgumentException("no landmarks: the identity of nobody");
    }
    double[] sum = new double[architecture.identitySize()];
    for (Landmarks l : landmarks) {
      float[] code = encode(identity, l);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += code[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / landmarks.size());
    }
    return IdentityCode.of(backend, mean);
  }

  @Override
  public MotionCode motion(Landmarks landmarks) {
    return MotionCode.of(backend, encode(motion, landmarks));
  }

  private float[] encode(Network network, Landmarks landmarks) {
    return run(network, landmarks.transform(LandmarkDisentangler.requireFace(landmarks)).toArray());
  }

  @Override
  public Landmarks combine(IdentityCode identityCode, MotionCode motionCode) {
    requireOwn(identityCode.backend());
    requireOwn(motionCode.backend());
    float[] id = identityCode.toArray();
    float[] m = motionCode.toArray();
    if (id.length != architecture.identitySize() || m.length != architecture.motionSize()) {
      throw new IllegalArgumentException(
          "codes of %d and %d numbers; this model has %d and %d"
              .formatted(
                  id.length, m.length, architecture.identitySize(), architecture.motionSize()));
    }
    float[] codes = new float[id.length + m.length];
    System.arraycopy(id, 0, codes, 0, id.length);
    System.arraycopy(m, 0, codes, id.length, m.length);
    Landmarks decoded = Landmarks.of(run(decoder, codes));
    return decoded.transform(Similarity.normalizing(decoded));
  }

  private void requireOwn(String codeBackend) {
    if (!codeBackend.equals(backend)) {
      throw new IllegalArgumentException(
          "a code of '" + codeBackend + "'; this is '" + backend + "', and codes do not mix");
    }
  }

  private float[] run(Network network, float[] row) {
    return guard.call(
        () -> {
          try (TFloat32 in =
                  TFloat32.tensorOf(Shape.of(1, row.length), DataBuffers.of(row, true, false));
              Result result =
                  TensorFlowRuntime.run(
                      session.runner().feed(network.input, in).fetch(network.output))) {
            return Tensors.numbers((TFloat32) result.get(0));
          }
        });
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
