package io.github.reenact.tf.fdgan.training;

import io.github.reenact.ModelFileException;
import io.github.reenact.tf.fdgan.network.FaceView;
import io.github.reenact.tf.graph.FrozenParameters;
import io.github.reenact.tf.graph.Layers;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.training.Sums;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A network that was trained for something else, in whose features two pictures are compared: a
 * perceptual loss (Johnson et al. 2016). It is needed in training only and is no part of this
 * library.
 *
 * <p>A file holds kernels and biases, {@code NAME/kernel} (height, width, in, out) and {@code
 * NAME/bias}, with batch norms folded in. Which of the two known networks it is, its names say.
 */
abstract class FeatureNet {
  /** The smallest view: of smaller ones the deepest layers would have nothing. */
  static final int MIN_SIZE = 64;

  final Ops tf;
  final Layers layers;

  private FeatureNet(Ops tf, Layers layers) {
    this.tf = tf;
    this.layers = layers;
  }

  /**
   * Adds nothing to the graph yet.
   *
   * @throws ModelFileException if the file is missing or damaged, or neither of the known networks
   */
  static FeatureNet open(Ops tf, Path path) {
    Safetensors file = Safetensors.read(path);
    Layers layers =
        new Layers(tf, new FrozenParameters(tf, file.tensors(), "feature network " + path));
    if (file.tensors().containsKey("conv32_down/kernel")) {
      return new Recognition(tf, layers);
    }
    if (file.tensors().containsKey("conv2d_1/kernel")) {
      return new Scene(tf, layers);
    }
    throw new ModelFileException(
        "feature network "
            + path
            + " holds neither conv32_down/kernel (dlib's face recognition ResNet) nor"
            + " conv2d_1/kernel (Inception V3); give one of these");
  }

  /**
   * How unlike two views are: the mean absolute difference in some layers, each divided by about
   * what it is between two people.
   *
   * @param made batch x size x size x 3, 0 to 1
   * @param wanted the same; no gradient flows into it
   * @param size of the views
   */
  final Operand<TFloat32> difference(Operand<TFloat32> made, Operand<TFloat32> wanted, int size) {
    if (size < MIN_SIZE) {
      throw new IllegalArgumentException(
          "views of "
              + size
              + " pixels are too small to be compared in features; they take "
              + MIN_SIZE);
    }
    return difference(layers(part(made, size), side(size)), layers(part(wanted, size), side(size)));
  }

  /**
   * The same of mouth and eyes, at full size. Empty if the network cannot be asked about parts of a
   * face, or they are too small for it.
   *
   * @param made squares x side x side x 3, 0 to 1
   * @param wanted the same; no gradient flows into it
   */
  Optional<Operand<TFloat32>> differenceOfDetails(
      Operand<TFloat32> made, Operand<TFloat32> wanted, int side) {
    return Optional.empty();
  }

  final Operand<TFloat32> difference(List<Feature> a, List<Feature> b) {
    List<Operand<TFloat32>> terms = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      terms.add(
          tf.math.mul(
              tf.constant(1 / (a.get(i).scale * a.size())),
              tf.math.mean(
                  tf.math.abs(tf.math.sub(a.get(i).value, tf.stopGradient(b.get(i).value))),
                  tf.constant(new int[] {0, 1, 2, 3}))));
    }
    return Sums.of(tf, terms);
  }

  /**
   * The output of a layer.
   *
   * @param scale its mean absolute difference between two people
   */
  record Feature(Operand<TFloat32> value, float scale) {}

  /** What the network sees of a view, in its own size. */
  abstract Operand<TFloat32> part(Operand<TFloat32> view, int size);

  /** The side of that part. */
  abstract int side(int size);

  /** The layers that pictures are compared in. */
  abstract List<Feature> layers(Operand<TFloat32> picture, int side);

  /** The maximum of each 3x3 pixels, two apart. */
  final Operand<TFloat32> pool(Operand<TFloat32> x) {
    return tf.nn.maxPool(
        x, tf.constant(new int[] {1, 3, 3, 1}), tf.constant(new int[] {1, 2, 2, 1}), "VALID");
  }

  /** The first half of dlib's face recognition ResNet, on the face at full size. */
  private static final class Recognition extends FeatureNet {
    private static final float[] MEAN = {122.782f / 255, 117.001f / 255, 104.298f / 255};

    Recognition(Ops tf, Layers layers) {
      super(tf, layers);
    }

    /** The face, which {@link FaceView} has a little below the middle, half as wide as the view. */
    @Override
    Operand<TFloat32> part(Operand<TFloat32> view, int size) {
      return tf.slice(
          view,
          tf.constant(new int[] {0, size / 4, size * 7 / 32, 0}),
          tf.constant(new int[] {-1, side(size), side(size), -1}));
    }

    @Override
    int side(int size) {
      return size * 9 / 16;
    }

    @Override
    List<Feature> layers(Operand<TFloat32> picture, int side) {
      Operand<TFloat32> normal = tf.math.sub(picture, tf.constant(MEAN));
      Operand<TFloat32> pooled =
          pool(tf.nn.relu(layers.convUnpadded("conv32_down", normal, 7, 2, 3, 32)));
      int pooledSide = ((side - 7) / 2 + 1 - 3) / 2 + 1;
      Operand<TFloat32> first = residuals("conv32_", 3, pooled, 32);
      Operand<TFloat32> second =
          residuals("conv64_", 3, down("conv64_down", first, pooledSide, 32), 64);
      Operand<TFloat32> third =
          residuals("conv128_", 2, down("conv128_down", second, pooledSide / 2, 64), 128);
      return List.of(
          new Feature(pooled, 0.7f),
          new Feature(first, 1.2f),
          new Feature(second, 0.7f),
          new Feature(third, 0.4f));
    }

    private Operand<TFloat32> residuals(
        String name, int count, Operand<TFloat32> input, int channels) {
      Operand<TFloat32> x = input;
      for (int i = 1; i <= count; i++) {
        Operand<TFloat32> first = layers.conv(name + i + "/conv1", x, 3, 1, channels, channels, 1);
        x = tf.nn.relu(tf.math.add(second(name + i, first, channels), x));
      }
      return x;
    }

    private Operand<TFloat32> second(String name, Operand<TFloat32> first, int channels) {
      return layers.conv(name + "/conv2", tf.nn.relu(first), 3, 1, channels, channels, 1);
    }

    /** Half the size and twice the channels. */
    private Operand<TFloat32> down(String name, Operand<TFloat32> x, int side, int channels) {
      Operand<TFloat32> first =
          layers.convUnpadded(name + "/conv1", x, 3, 2, channels, 2L * channels);
      // Of an even side the convolution has a row and a column less than the mean.
      int missing = side / 2 - ((side - 3) / 2 + 1);
      return tf.nn.relu(
          tf.math.add(
              zerosBehind(second(name, first, 2 * channels), missing, 0),
              zerosBehind(layers.halve(x), 0, channels)));
    }

    private Operand<TFloat32> zerosBehind(Operand<TFloat32> x, int pixels, int channels) {
      int[][] padding = {{0, 0}, {0, pixels}, {0, pixels}, {0, channels}};
      return tf.pad(x, tf.constant(padding), tf.constant(0f));
    }
  }

  /** The lower layers of Inception V3, trained on pictures of 0 to 1, on the view at half size. */
  private static final class Scene extends FeatureNet {
    Scene(Ops tf, Layers layers) {
      super(tf, layers);
    }

    @Override
    Operand<TFloat32> part(Operand<TFloat32> view, int size) {
      return layers.halve(view);
    }

    @Override
    Optional<Operand<TFloat32>> differenceOfDetails(
        Operand<TFloat32> made, Operand<TFloat32> wanted, int side) {
      return side < side(MIN_SIZE)
          ? Optional.empty()
          : Optional.of(difference(layers(made, side), layers(wanted, side)));
    }

    @Override
    int side(int size) {
      return size / 2;
    }

    @Override
    List<Feature> layers(Operand<TFloat32> picture, int side) {
      Operand<TFloat32> x = tf.nn.relu(layers.convUnpadded("conv2d_1", picture, 3, 2, 3, 32));
      x = tf.nn.relu(layers.convUnpadded("conv2d_2", x, 3, 1, 32, 32));
      Operand<TFloat32> first = pool(tf.nn.relu(layers.conv("conv2d_3", x, 3, 1, 32, 64, 1)));
      x = tf.nn.relu(layers.convUnpadded("conv2d_4", first, 1, 1, 64, 80));
      Operand<TFloat32> second =
          pool(tf.nn.relu(layers.convUnpadded("conv2d_5", x, 3, 1, 80, 192)));
      return List.of(new Feature(first, 0.6f), new Feature(second, 0.7f));
    }
  }
}
