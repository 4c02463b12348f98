package io.github.reenact.tf.fdgan.training;

import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.graph.Layers;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The discriminator of a training (paper, section 3.2): patch by patch, whether a picture is real
 * and whom it shows. Its structure is that of the translator's down-convolution half, down to 1/16
 * of the size. It sees the picture together with the drawn landmarks (ours).
 */
final class PatchDiscriminator {
  /** What the names of its weights begin with; "critic" is what it was called at first. */
  static final String PREFIX = "critic/";

  private final Ops tf;
  private final Layers layers;
  private final FdGanConfig config;
  private final int identities;

  PatchDiscriminator(Ops tf, Layers layers, FdGanConfig config, int identities) {
    this.tf = tf;
    this.layers = layers;
    this.config = config;
    this.identities = identities;
  }

  /**
   * What the discriminator says.
   *
   * @param real score of every patch, large for real: batch x size/16 x size/16 x 1
   * @param identity logits of every patch: batch x size/16 x size/16 x identities
   * @param features of every level, for feature matching
   */
  record Verdict(
      Operand<TFloat32> real, Operand<TFloat32> identity, List<Operand<TFloat32>> features) {}

  /**
   * Looks at pictures.
   *
   * @param picture batch x size x size x 3, 0 to 1
   * @param drawing of the landmarks: batch x size x size x 3, 0 to 1
   */
  Verdict judge(Operand<TFloat32> picture, Operand<TFloat32> drawing) {
    List<Operand<TFloat32>> features = new ArrayList<>();
    Operand<TFloat32> x =
        layers.leakyRelu(
            layers.conv(
                PREFIX + "stem",
                layers.concat(List.of(picture, drawing)),
                4,
                2,
                6,
                config.at(1),
                1));
    features.add(x);
    for (int l = 2; l <= 4; l++) {
      String name = PREFIX + "down" + l;
      x =
          layers.leakyRelu(
              layers.conv(name + "/reduce", x, 3, 2, config.at(l - 1), config.at(l), 1));
      x =
          layers.leakyRelu(
              tf.math.add(
                  x, layers.conv(name + "/refine", x, 3, 1, config.at(l), config.at(l), 0.5)));
      features.add(x);
    }
    return new Verdict(
        layers.conv(PREFIX + "real", x, 3, 1, config.at(4), 1, 0.5),
        layers.conv(PREFIX + "identity", x, 1, 1, config.at(4), identities, 0.5),
        features);
  }
}
