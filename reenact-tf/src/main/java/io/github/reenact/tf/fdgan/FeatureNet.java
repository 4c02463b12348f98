package io.github.reenact.tf.fdgan;

import io.github.reenact.ModelFileException;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.graph.Sums;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
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

  private final Ops tf;
  private final Safetensors file;
  private final Path path;
  private final Map<String, Operand<TFloat32>> constants = new HashMap<>();

  private FeatureNet(Ops tf, Safetensors file, Path path) {
    this.tf = tf;
    this.file = file;
    this.path = path;
  }

  /**
   * Adds nothing to the graph yet.
   *
   * @throws ModelFileException if the file is missing or damaged, or neither of the known networks
   */
  static FeatureNet open(Ops tf, Path path) {
    Safetensors file = Safetensors.read(path);
    if (file.tensors().containsKey("conv32_down/kernel")) {
      return new Recognition(tf, file, path);
    }
    if (file.tensors().containsKey("conv2d_1/kernel")) {
      return new Scene(tf, file, path);
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
    List<Feature> a = layers(part(made, size), side(size));
    List<Feature> b = layers(part(wanted, size), side(size));
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

  /** Convolution and bias. */
  private Operand<TFloat32> conv(String name, Operand<TFloat32> x, long stride, String padding) {
    return tf.nn.biasAdd(
        tf.nn.conv2d(x, constant(name + "/kernel"), List.of(1L, stride, stride, 1L), padding),
        constant(name + "/bias"));
  }

  private Operand<TFloat32> constant(String name) {
    return constants.computeIfAbsent(
        name,
        n -> {
          NamedArray a = file.tensors().get(n);
          if (a == null) {
            throw new ModelFileException(
                "feature network " + path + " lacks " + n + "; fetch it again");
          }
          return tf.constant(Shape.of(a.shape()), DataBuffers.of(a.values(), true, false));
        });
  }

  private Operand<TFloat32> pool(Operand<TFloat32> x) {
    return tf.nn.maxPool(
        x, tf.constant(new int[] {1, 3, 3, 1}), tf.constant(new int[] {1, 2, 2, 1}), "VALID");
  }

  /** The first half of dlib's face recognition ResNet, on the face at full size. */
  private static final class Recognition extends FeatureNet {
    private static final float[] MEAN = {122.782f / 255, 117.001f / 255, 104.298f / 255};

    private final Ops tf;

    Recognition(Ops tf, Safetensors file, Path path) {
      super(tf, file, path);
      this.tf = tf;
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
      Operand<TFloat32> x = tf.math.sub(picture, tf.constant(MEAN));
      x = tf.nn.relu(super.conv("conv32_down", x, 2, "VALID"));
      Operand<TFloat32> pooled = super.pool(x);
      x = pooled;
      for (int i = 1; i <= 3; i++) {
        x = residual("conv32_" + i, x);
      }
      Operand<TFloat32> third = x;
      int pooledSide = ((side - 7) / 2 + 1 - 3) / 2 + 1;
      x = down("conv64_down", x, pooledSide, 32);
      for (int i = 1; i <= 3; i++) {
        x = residual("conv64_" + i, x);
      }
      Operand<TFloat32> sixth = x;
      x = down("conv128_down", x, pooledSide / 2, 64);
      for (int i = 1; i <= 2; i++) {
        x = residual("conv128_" + i, x);
      }
      return List.of(
          new Feature(pooled, 0.7f),
          new Feature(third, 1.2f),
          new Feature(sixth, 0.7f),
          new Feature(x, 0.4f));
    }

    private Operand<TFloat32> residual(String name, Operand<TFloat32> x) {
      return tf.nn.relu(tf.math.add(inner(name, x, 1, "SAME"), x));
    }

    private Operand<TFloat32> inner(String name, Operand<TFloat32> x, long stride, String padding) {
      return super.conv(
          name + "/conv2", tf.nn.relu(super.conv(name + "/conv1", x, stride, padding)), 1, "SAME");
    }

    private Operand<TFloat32> down(String name, Operand<TFloat32> x, int side, int channels) {
      Operand<TFloat32> c = inner(name, x, 2, "VALID");
      // Of an even side the convolution has a row and a column less than the mean.
      int missing = side / 2 - ((side - 3) / 2 + 1);
      Operand<TFloat32> zero = tf.constant(0f);
      Operand<TFloat32> mean =
          tf.nn.avgPool(x, List.of(1L, 2L, 2L, 1L), List.of(1L, 2L, 2L, 1L), "VALID");
      return tf.nn.relu(
          tf.math.add(
              tf.pad(
                  c, tf.constant(new int[][] {{0, 0}, {0, missing}, {0, missing}, {0, 0}}), zero),
              tf.pad(
                  mean, tf.constant(new int[][] {{0, 0}, {0, 0}, {0, 0}, {0, channels}}), zero)));
    }
  }

  /** The lower layers of Inception V3, trained on pictures of 0 to 1, on the view at half size. */
  private static final class Scene extends FeatureNet {
    private final Ops tf;

    Scene(Ops tf, Safetensors file, Path path) {
      super(tf, file, path);
      this.tf = tf;
    }

    @Override
    Operand<TFloat32> part(Operand<TFloat32> view, int size) {
      return tf.nn.avgPool(view, List.of(1L, 2L, 2L, 1L), List.of(1L, 2L, 2L, 1L), "VALID");
    }

    @Override
    int side(int size) {
      return size / 2;
    }

    @Override
    List<Feature> layers(Operand<TFloat32> picture, int side) {
      Operand<TFloat32> x = tf.nn.relu(super.conv("conv2d_1", picture, 2, "VALID"));
      x = tf.nn.relu(super.conv("conv2d_2", x, 1, "VALID"));
      x = tf.nn.relu(super.conv("conv2d_3", x, 1, "SAME"));
      Operand<TFloat32> first = super.pool(x);
      x = tf.nn.relu(super.conv("conv2d_4", first, 1, "VALID"));
      x = tf.nn.relu(super.conv("conv2d_5", x, 1, "VALID"));
      Operand<TFloat32> second = super.pool(x);
      return List.of(new Feature(first, 0.6f), new Feature(second, 0.7f));
    }
  }
}
