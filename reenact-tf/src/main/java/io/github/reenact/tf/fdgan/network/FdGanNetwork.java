package io.github.reenact.tf.fdgan.network;

import io.github.reenact.tf.graph.Layers;
import io.github.reenact.tf.graph.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The graphs of extractor and translator (paper, section 3.2): two U-Nets, joined by a {@link
 * FeatureDictionary} in each up-convolution module from 1/16 to 1/4 of the size. The extractor sees
 * the photo with its landmarks and runs once a photo; the translator runs once a frame.
 *
 * <p>Changes from the paper, all ours: the translator also sees the photo warped to the new
 * landmarks and the unwarped photo, and its output is a blend of three layers: the warped photo,
 * moved a little further by a residual flow; the photo where it is, for the background and for
 * shoulders that stay; and generated colour ({@link FdGanConfig#warpBranch} switches all this off);
 * the first layer halves the size, the extractor's quarters it, and the last one doubles it again
 * without a convolution at full size, which takes most of the cost away.
 */
public final class FdGanNetwork {
  /**
   * Planes of the translator's input: drawing (3), warped photo (3), inside the photo (1), stretch
   * (1), the unwarped photo (3).
   */
  public static final int CONDITION_PLANES = 11;

  /** The first of the planes that show the warped photo. */
  public static final int WARPED = 3;

  /** The first of the planes that show the unwarped photo. */
  public static final int STILL = 8;

  /** Planes of the extractor's input: photo (3), drawing (3). */
  public static final int PHOTO_PLANES = 6;

  /** How far the residual flow may move a pixel, as a share of the view's side. */
  private static final float FLOW_REACH = 0.05f;

  /** What the last layer says of a pixel: colour (3), mask (1), still (1). */
  static final int HEAD_PLANES = 5;

  /**
   * Factor on the logits of the shares: they have to become large, since two layers at half each
   * are a double picture, and Adam's steps are small.
   */
  static final float DECIDED = 4f;

  /** Added to the logit of the still layer, so that untrained weights take a ninth of it. */
  static final float STILL_AT_FIRST = -2f;

  private final Ops tf;
  private final Layers layers;
  private final FeatureDictionary dictionaries;
  private final FdGanConfig config;
  private final int batch;

  public FdGanNetwork(Ops tf, Parameters parameters, FdGanConfig config, int batch) {
    this(tf, new Layers(tf, parameters), config, batch);
  }

  public FdGanNetwork(Ops tf, Layers layers, FdGanConfig config, int batch) {
    this.tf = tf;
    this.layers = layers;
    this.config = config;
    this.batch = batch;
    this.dictionaries = new FeatureDictionary(tf, layers, config, batch);
  }

  /**
   * What the translator's last layers say.
   *
   * @param head for each cell of 2 x 2 pixels, row by row within it, the numbers that become
   *     colour, mask and still: batch x size/2 x size/2 x 20
   * @param flow where to fetch the warped photo's pixels, in view pixels from their own place:
   *     batch x size/4 x size/4 x 2
   */
  public record Heads(Operand<TFloat32> head, Operand<TFloat32> flow) {}

  /**
   * A frame as layers to blend.
   *
   * @param colour generated, 0 to 1 and a little beyond: batch x size x size x 3
   * @param mask share of the photo, moved or not, in the blend, 0 to 1; the rest is generated:
   *     batch x size x size x 1
   * @param flow where to fetch the warped photo's pixel, in view pixels from its own place: batch x
   *     size x size x 2
   * @param still share of the unwarped photo in what is taken from the photo, 0 to 1: batch x size
   *     x size x 1
   */
  public record Rendering(
      Operand<TFloat32> colour,
      Operand<TFloat32> mask,
      Operand<TFloat32> flow,
      Operand<TFloat32> still) {}

  /**
   * The dictionaries of a photo, from the deepest level up.
   *
   * @param photo batch x size x size x 6, 0 to 1: picture and drawn landmarks
   */
  public List<FeatureDictionary.Written> extract(Operand<TFloat32> photo) {
    if (config.slots() == 0) {
      return List.of();
    }
    String e = "extractor/";
    List<Operand<TFloat32>> down = new ArrayList<>();
    Operand<TFloat32> x =
        layers.leakyRelu(
            layers.conv(
                e + "stem",
                layers.spaceToDepth(photo, 4),
                3,
                1,
                16L * PHOTO_PLANES,
                config.at(2),
                1));
    x = refine(e + "down2", x, config.at(2));
    down.add(x);
    for (int l = 3; l <= 5; l++) {
      x = down(e + "down" + l, x, config.at(l - 1), config.at(l));
      down.add(x);
    }
    List<FeatureDictionary.Written> written = new ArrayList<>();
    for (int l = 4; l >= 2; l--) {
      x = up(e + "up" + l, x, down.get(l - 2), config.at(l + 1), config.at(l));
      written.add(dictionaries.write(e + "write" + l, x, config.size() >> l, config.at(l)));
      if (l > 2) {
        x = refine(e + "refine" + l, x, config.at(l));
      }
    }
    return written;
  }

  /**
   * The entries of the dictionaries, where some pictures of the batch are photos of one person.
   *
   * @param written what {@link #extract} gave
   * @param apart as in {@link FeatureDictionary#merge}
   */
  public List<Operand<TFloat32>> merge(
      List<FeatureDictionary.Written> written, Operand<TFloat32> apart) {
    return written.stream().map(w -> dictionaries.merge(w, apart)).toList();
  }

  /**
   * Renders a frame.
   *
   * @param condition batch x size x size x 11, 0 to 1; the planes after the drawing are left alone
   *     without the warp branch
   * @param written the entries that {@link #extract} wrote, in its order
   */
  public Rendering render(Operand<TFloat32> condition, List<Operand<TFloat32>> written) {
    return layers(translate(condition, written), condition);
  }

  /** All of {@link #render} that has weights; parameters as there. */
  public Heads translate(Operand<TFloat32> condition, List<Operand<TFloat32>> written) {
    String t = "translator/";
    int planes = !config.warpBranch() ? 3 : config.staticBranch() ? CONDITION_PLANES : STILL;
    Operand<TFloat32> input = layers.channels(condition, 0, planes);
    List<Operand<TFloat32>> down = new ArrayList<>();
    Operand<TFloat32> x =
        layers.leakyRelu(layers.conv(t + "stem", input, 4, 2, planes, config.at(1), 1));
    down.add(x);
    for (int l = 2; l <= 5; l++) {
      x = down(t + "down" + l, x, config.at(l - 1), config.at(l));
      down.add(x);
    }
    Operand<TFloat32> quarter = x;
    for (int l = 4; l >= 1; l--) {
      x = up(t + "up" + l, x, down.get(l - 1), config.at(l + 1), config.at(l));
      if (l >= 2) {
        if (!written.isEmpty()) {
          Operand<TFloat32> found =
              dictionaries.read(
                  t + "read" + l, x, written.get(4 - l), config.size() >> l, config.at(l));
          x = tf.math.add(x, found);
        }
        x = refine(t + "refine" + l, x, config.at(l));
      }
      if (l <= 3) {
        for (int i = 1; i <= config.blocks(); i++) {
          x = block(t + "block" + l + "." + i, x, config.at(l));
        }
      }
      if (l == 2) {
        quarter = x;
      }
    }
    // Dense, the head starts at zero and its colour is a correction of the photo: training begins
    // near the warp and can only be drawn away from it by what is better.
    Operand<TFloat32> head =
        layers.conv(
            t + "head", x, 3, 1, config.at(1), 4L * HEAD_PLANES, config.warpBranch() ? 0 : 0.5);
    Operand<TFloat32> flow =
        tf.math.mul(
            tf.math.tanh(layers.conv(t + "flow", quarter, 3, 1, config.at(2), 2, 0)),
            tf.constant(FLOW_REACH * config.size()));
    return new Heads(head, flow);
  }

  /** The same as {@link NetworkOutput}, with gradients. */
  private Rendering layers(Heads heads, Operand<TFloat32> condition) {
    Operand<TFloat32> head = layers.depthToSpace(heads.head);
    Operand<TFloat32> first = layers.channels(head, 0, 3);
    Operand<TFloat32> shares = tf.math.mul(layers.channels(head, 3, 2), tf.constant(DECIDED));
    Operand<TFloat32> mask = tf.math.sigmoid(layers.channels(shares, 0, 1));
    Operand<TFloat32> still =
        config.staticBranch()
            ? tf.math.sigmoid(
                tf.math.add(layers.channels(shares, 1, 1), tf.constant(STILL_AT_FIRST)))
            : tf.zerosLike(mask);
    Operand<TFloat32> colour =
        config.warpBranch()
            ? tf.math.add(
                mix(
                    layers.channels(condition, WARPED, 3),
                    layers.channels(condition, STILL, 3),
                    still),
                first)
            : tf.math.sigmoid(first);
    Operand<TFloat32> flow =
        tf.image.resizeBilinear(
            heads.flow,
            tf.constant(new int[] {config.size(), config.size()}),
            ResizeBilinear.halfPixelCenters(true));
    return new Rendering(colour, mask, flow, still);
  }

  /**
   * The blend of a rendering's layers, at the size of the view: {@code m * (s * still + (1 - s) *
   * warped(p + flow)) + (1 - m) * colour}; the generated colour alone without the warp branch.
   *
   * @param condition as in {@link #render}
   */
  public Operand<TFloat32> blend(Rendering r, Operand<TFloat32> condition) {
    if (!config.warpBranch()) {
      return r.colour;
    }
    Operand<TFloat32> moved = sample(layers.channels(condition, WARPED, 3), r.flow);
    Operand<TFloat32> photo = mix(moved, layers.channels(condition, STILL, 3), r.still);
    return mix(r.colour, photo, r.mask);
  }

  /**
   * Bilinear samples of a picture at each pixel's own place plus a flow. TensorFlow Java has no
   * such operation: the four neighbours are gathered, and the gradient flows through their weights.
   * It does not flow into the picture, which is an input.
   */
  private Operand<TFloat32> sample(Operand<TFloat32> picture, Operand<TFloat32> flow) {
    int n = config.size();
    float[] grid = new float[n * n * 2];
    int[] offset = new int[batch];
    for (int i = 0; i < n * n; i++) {
      grid[2 * i] = i % n;
      int row = i / n;
      grid[2 * i + 1] = row;
    }
    for (int b = 0; b < batch; b++) {
      offset[b] = b * n * n;
    }
    Operand<TFloat32> place = tf.math.add(flow, layers.reshape(tf.constant(grid), 1, n, n, 2));
    Operand<TFloat32> last = tf.constant(n - 1.001f);
    Operand<TFloat32> inside = tf.math.minimum(tf.math.maximum(place, tf.constant(0f)), last);
    Operand<TFloat32> corner = tf.stopGradient(tf.math.floor(inside));
    Operand<TFloat32> part = tf.math.sub(inside, corner);
    Operand<TInt32> whole = tf.dtypes.cast(corner, TInt32.class);
    Operand<TInt32> column = plane(whole, 0);
    Operand<TInt32> line = plane(whole, 1);
    Operand<TInt32> first =
        tf.math.add(
            tf.math.add(tf.math.mul(line, tf.constant(n)), column),
            tf.reshape(tf.constant(offset), tf.constant(new int[] {batch, 1, 1})));
    // A flow that is not a number has a wild index; it has to end as a loss that is none either.
    Operand<TInt32> safe =
        tf.math.minimum(tf.math.maximum(first, tf.constant(0)), tf.constant(batch * n * n - n - 2));
    Operand<TFloat32> pixels = layers.reshape(picture, batch * n * n, 3);
    Operand<TFloat32> fx = layers.channels(part, 0, 1);
    Operand<TFloat32> fy = layers.channels(part, 1, 1);
    Operand<TFloat32> upper = mix(fetch(pixels, safe, 0), fetch(pixels, safe, 1), fx);
    Operand<TFloat32> lower = mix(fetch(pixels, safe, n), fetch(pixels, safe, n + 1), fx);
    return mix(upper, lower, fy);
  }

  private Operand<TInt32> plane(Operand<TInt32> x, int channel) {
    int n = config.size();
    return tf.reshape(
        tf.slice(
            x, tf.constant(new int[] {0, 0, 0, channel}), tf.constant(new int[] {-1, -1, -1, 1})),
        tf.constant(new int[] {batch, n, n}));
  }

  private Operand<TFloat32> fetch(Operand<TFloat32> pixels, Operand<TInt32> first, int offset) {
    return tf.stopGradient(
        tf.gather(pixels, tf.math.add(first, tf.constant(offset)), tf.constant(0)));
  }

  private Operand<TFloat32> mix(Operand<TFloat32> a, Operand<TFloat32> b, Operand<TFloat32> share) {
    return tf.math.add(a, tf.math.mul(share, tf.math.sub(b, a)));
  }

  private Operand<TFloat32> down(String name, Operand<TFloat32> x, int in, int out) {
    return refine(name, layers.leakyRelu(layers.conv(name + "/reduce", x, 3, 2, in, out, 1)), out);
  }

  private Operand<TFloat32> refine(String name, Operand<TFloat32> x, int channels) {
    return layers.leakyRelu(
        tf.math.add(x, layers.conv(name + "/refine", x, 3, 1, channels, channels, 0.5)));
  }

  /** It starts as the identity, so that blocks can be added to a trained network. */
  private Operand<TFloat32> block(String name, Operand<TFloat32> x, int channels) {
    Operand<TFloat32> inner =
        layers.leakyRelu(layers.conv(name + "/first", x, 3, 1, channels, channels, 1));
    return tf.math.add(x, layers.conv(name + "/second", inner, 3, 1, channels, channels, 0));
  }

  private Operand<TFloat32> up(
      String name, Operand<TFloat32> x, Operand<TFloat32> skip, int in, int out) {
    Operand<TFloat32> large =
        layers.depthToSpace(layers.conv(name + "/spread", x, 1, 1, in, 4L * out, 1));
    return layers.leakyRelu(
        layers.conv(name + "/join", layers.concat(List.of(large, skip)), 3, 1, 2L * out, out, 1));
  }
}
