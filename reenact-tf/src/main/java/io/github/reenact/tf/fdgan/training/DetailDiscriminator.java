package io.github.reenact.tf.fdgan.training;

import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.graph.Layers;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A second discriminator of a training, which looks at the squares of {@link FacialDetails} alone
 * (ours). It goes down to 1/8 of their pixels only: its patches are teeth and lids, not faces.
 */
final class DetailDiscriminator {
  /** What the names of its weights begin with. */
  private static final String PREFIX = PatchDiscriminator.PREFIX + "detail/";

  private static final int LEVELS = 3;

  private final Ops tf;
  private final Layers layers;
  private final FdGanConfig config;

  DetailDiscriminator(Ops tf, Layers layers, FdGanConfig config) {
    this.tf = tf;
    this.layers = layers;
    this.config = config;
  }

  /**
   * What the discriminator says.
   *
   * @param real score of every patch, large for real: squares x side/8 x side/8 x 1
   * @param features of every level, for feature matching
   */
  record Verdict(Operand<TFloat32> real, List<Operand<TFloat32>> features) {}

  /**
   * Looks at squares.
   *
   * @param pictures squares x side x side x 3, 0 to 1
   * @param drawings of the landmarks: squares x side x side x 3, 0 to 1
   */
  Verdict judge(Operand<TFloat32> pictures, Operand<TFloat32> drawings) {
    List<Operand<TFloat32>> features = new ArrayList<>();
    Operand<TFloat32> x = layers.concat(List.of(pictures, drawings));
    long channels = 6;
    for (int l = 1; l <= LEVELS; l++) {
      x =
          layers.leakyRelu(
              layers.conv(PREFIX + "down" + l, x, 4, 2, channels, config.at(l + 1), 1));
      channels = config.at(l + 1);
      x =
          layers.leakyRelu(
              tf.math.add(x, layers.conv(PREFIX + "refine" + l, x, 3, 1, channels, channels, 0.5)));
      features.add(x);
    }
    return new Verdict(layers.conv(PREFIX + "real", x, 3, 1, channels, 1, 0.5), features);
  }
}
