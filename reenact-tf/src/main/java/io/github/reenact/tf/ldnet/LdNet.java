package io.github.reenact.tf.ldnet;

import io.github.reenact.IdentityCode;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.ModelFileException;
import io.github.reenact.MotionCode;
import io.github.reenact.Similarity;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.ldnet.network.Architecture;
import io.github.reenact.tf.ldnet.network.LdNetInference;
import io.github.reenact.tf.ldnet.network.LdNetModelFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * <p><b>Changes from the paper:</b>
 *
 * <ul>
 *   <li>Sizes of layers and weights of losses are ours, except for those that "Disentangling Style
 *       and Content in Anime Illustrations" (Xiang and Li 2019) publishes for the method that
 *       LD-Net follows: the paper's supplement, which has them, is not publicly available.
 *   <li>Place and scale are normalised, not learnt.
 *   <li>The paper trains on videos in two stages, with labels of identity only. Both stages are
 *       implemented; the built-in model is trained by an extension instead, supervision with exact
 *       pairs: two persons, and each with the other's motion.
 *   <li>The persons are those of a morphable face (ICT-FaceKit), and real ones to whose landmarks
 *       it was fitted.
 *   <li>What a linear regression predicts of one factor from the other's code is minimised, in
 *       closed form at every step.
 *   <li>Noise is added to the inputs and not to the targets, so that the decoder smooths the jitter
 *       of the landmark detector.
 * </ul>
 *
 * <p>Computes on the CPU in plain Java, in the thread that calls: nothing of TensorFlow is loaded,
 * so that a frame's landmarks do not wait for another frame's picture.
 *
 * <p>Thread-safe; calls run in parallel. Owns no native memory.
 */
public final class LdNet implements LandmarkDisentangler {
  private static final String RESOURCE = "ldnet.safetensors";

  private final String backend;
  private final Architecture architecture;
  private volatile @Nullable LdNetInference network;

  private LdNet(LdNetModelFile model) {
    architecture = model.architecture();
    backend = LdNetProvider.NAME + " " + model.version();
    network = new LdNetInference(model);
  }

  /**
   * Loads the model that is part of this library.
   *
   * @throws ModelFileException if the model is not in the jar, or damaged
   */
  public static LdNet load() {
    return new LdNet(LdNetModelFile.of(Safetensors.builtIn(LdNet.class, RESOURCE), RESOURCE));
  }

  /**
   * Loads a model file that a training wrote.
   *
   * @throws ModelFileException if the file is missing, damaged, or of another version
   */
  public static LdNet load(Path model) {
    return new LdNet(LdNetModelFile.of(Safetensors.read(model), model.toString()));
  }

  @Override
  public IdentityCode identity(Landmarks landmarks) {
    return IdentityCode.of(backend, open().identity(normal(landmarks)));
  }

  @Override
  public IdentityCode identity(List<Landmarks> landmarks) {
    if (landmarks.isEmpty()) {
      throw new IllegalArgumentException("no landmarks; give those of one face at least");
    }
    double[] sum = new double[architecture.identitySize()];
    for (Landmarks l : landmarks) {
      float[] code = open().identity(normal(l));
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
    return MotionCode.of(backend, open().motion(normal(landmarks)));
  }

  private static float[] normal(Landmarks landmarks) {
    return landmarks.transform(LandmarkDisentangler.requireFace(landmarks)).toArray();
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
    Landmarks decoded = Landmarks.of(open().decode(codes));
    return decoded.transform(Similarity.normalizing(decoded));
  }

  private void requireOwn(String codeBackend) {
    if (!codeBackend.equals(backend)) {
      throw new IllegalArgumentException(
          "a code of '" + codeBackend + "'; this is '" + backend + "', and codes do not mix");
    }
  }

  private LdNetInference open() {
    LdNetInference open = network;
    if (open == null) {
      throw new IllegalStateException("LD-Net is closed");
    }
    return open;
  }

  @Override
  public void close() {
    network = null;
  }
}
