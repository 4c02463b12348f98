package io.github.reenact.tf.fdgan;

import io.github.reenact.tf.fdgan.network.FeatureDictionary;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * The dictionaries of a person, from the deepest level up, as the translator is fed with them.
 *
 * <p>Owns its tensors. Thread-safe but for {@link #close}.
 */
final class Dictionaries implements AutoCloseable {
  /** One level of what one photo says. */
  static final class Level {
    /** K x Cv numbers, entry by entry. */
    final float[] entries;

    /** K numbers, see {@link FeatureDictionary.Written}. */
    final float[] weight;

    Level(float[] entries, float[] weight) {
      this.entries = entries;
      this.weight = weight;
    }
  }

  private final List<TFloat32> tensors = new ArrayList<>();

  /**
   * Merges the dictionaries of several photos.
   *
   * @param photos the levels of each
   */
  Dictionaries(List<List<Level>> photos) {
    for (int l = 0; l < photos.get(0).size(); l++) {
      int level = l;
      List<Level> parts = photos.stream().map(p -> p.get(level)).toList();
      int slots = parts.get(0).weight.length;
      float[] merged = merge(parts);
      tensors.add(
          TFloat32.tensorOf(
              Shape.of(1, slots, merged.length / slots), DataBuffers.of(merged, true, false)));
    }
  }

  /**
   * The entries that a softmax over the positions of all photos would have given: means, weighted
   * with each photo's sum of exponentials.
   */
  static float[] merge(List<Level> parts) {
    if (parts.size() == 1) {
      return parts.get(0).entries;
    }
    int slots = parts.get(0).weight.length;
    int values = parts.get(0).entries.length / slots;
    float[] out = new float[slots * values];
    for (int k = 0; k < slots; k++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (Level part : parts) {
        largest = Math.max(largest, part.weight[k]);
      }
      double sum = 0;
      for (Level part : parts) {
        sum += Math.exp(part.weight[k] - largest);
      }
      for (Level part : parts) {
        double share = Math.exp(part.weight[k] - largest) / sum;
        for (int i = k * values; i < (k + 1) * values; i++) {
          out[i] += (float) (share * part.entries[i]);
        }
      }
    }
    return out;
  }

  /** The tensor of a level: 1 x K x Cv. */
  TFloat32 level(int index) {
    return tensors.get(index);
  }

  @Override
  public void close() {
    tensors.forEach(TFloat32::close);
    tensors.clear();
  }
}
