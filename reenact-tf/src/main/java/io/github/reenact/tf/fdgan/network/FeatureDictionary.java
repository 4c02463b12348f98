package io.github.reenact.tf.fdgan.network;

import io.github.reenact.tf.graph.Layers;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The feature dictionary of one level (paper, section 3.2; its exact form is ours). The writer
 * gathers K entries from the features of the photo, {@code D = A'V}, where each column of A is a
 * softmax over all positions; the reader mixes them for every position of the new picture, {@code
 * softmax(over K) D}. Both cost h * w * K, not (h * w)^2.
 */
public final class FeatureDictionary {
  private final Ops tf;
  private final Layers layers;
  private final FdGanConfig config;
  private final int batch;

  public FeatureDictionary(Ops tf, Layers layers, FdGanConfig config, int batch) {
    this.tf = tf;
    this.layers = layers;
    this.config = config;
    this.batch = batch;
  }

  /**
   * What a photo's features say.
   *
   * @param entries the dictionary: batch x K x Cv
   * @param weight of each entry, batch x K: the logarithm of the sum over all positions that its
   *     softmax divides by. With it the dictionaries of several photos are merged into the one that
   *     a softmax over the positions of all photos would have given
   */
  public record Written(Operand<TFloat32> entries, Operand<TFloat32> weight) {
    /** The entries of all levels, in their order: what the translator reads of one photo. */
    public static List<Operand<TFloat32>> entries(List<Written> levels) {
      return levels.stream().map(Written::entries).toList();
    }
  }

  /** From features, batch x side x side x channels, the dictionary. */
  public Written write(String name, Operand<TFloat32> features, int side, int channels) {
    int positions = side * side;
    Operand<TFloat32> keys =
        layers.conv(name + "/key", features, 1, 1, channels, config.slots(), 0.5);
    Operand<TFloat32> byPosition = layers.reshape(keys, batch, positions, config.slots());
    Operand<TFloat32> scores = tf.linalg.transpose(byPosition, tf.constant(new int[] {0, 2, 1}));
    Operand<TFloat32> attention = tf.nn.softmax(scores);
    Operand<TFloat32> values =
        layers.reshape(
            layers.conv(name + "/value", features, 1, 1, channels, config.values(), 0.7),
            batch,
            positions,
            config.values());
    // log(sum(exp(x))) is x - logSoftmax(x) for every x of the sum.
    Operand<TFloat32> first =
        tf.slice(
            tf.math.sub(scores, tf.nn.logSoftmax(scores)),
            tf.constant(new int[] {0, 0, 0}),
            tf.constant(new int[] {-1, -1, 1}));
    return new Written(multiply(attention, values), layers.reshape(first, batch, config.slots()));
  }

  /**
   * The dictionaries of several photos of one person as one, as the merging of written dictionaries
   * has it; for each picture of the batch.
   *
   * @param written by the pictures of the batch
   * @param apart batch x batch: 0 where the photo of the column is one of the row's, else a very
   *     negative number
   * @return batch x K x Cv
   */
  public Operand<TFloat32> merge(Written written, Operand<TFloat32> apart) {
    int slots = config.slots();
    Operand<TFloat32> weights =
        layers.reshape(
            tf.linalg.transpose(written.weight, tf.constant(new int[] {1, 0})), slots, 1, batch);
    Operand<TFloat32> shares =
        tf.nn.softmax(tf.math.add(weights, layers.reshape(apart, 1, batch, batch)));
    int[] slotsFirst = {1, 0, 2};
    Operand<TFloat32> entries = tf.linalg.transpose(written.entries, tf.constant(slotsFirst));
    return tf.linalg.transpose(multiply(shares, entries), tf.constant(slotsFirst));
  }

  /**
   * What the features ask of the dictionary: as many channels as the features, to be added to them.
   */
  Operand<TFloat32> read(
      String name,
      Operand<TFloat32> features,
      Operand<TFloat32> dictionary,
      int side,
      int channels) {
    Operand<TFloat32> query =
        layers.conv(name + "/query", features, 1, 1, channels, config.slots(), 0.5);
    Operand<TFloat32> choice =
        tf.nn.softmax(layers.reshape(query, batch, side * side, config.slots()));
    Operand<TFloat32> mixed =
        layers.reshape(multiply(choice, dictionary), batch, side, side, config.values());
    return layers.conv(name + "/mix", mixed, 1, 1, config.values(), channels, 0.5);
  }

  private Operand<TFloat32> multiply(Operand<TFloat32> a, Operand<TFloat32> b) {
    return tf.train.batchMatMul(a, b, TFloat32.class);
  }
}
