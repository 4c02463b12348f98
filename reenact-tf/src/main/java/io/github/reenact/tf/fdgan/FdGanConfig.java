package io.github.reenact.tf.fdgan;

import java.util.List;

/**
 * The structure of FD-GAN. All numbers are ours: the paper's layer tables are in a supplement that
 * is not to be had.
 *
 * @param size side of the square face view in pixels, a multiple of 32; the paper's is 256
 * @param channels of the features at 1/2, 1/4, 1/8, 1/16 and 1/32 of the size
 * @param slots entries of each dictionary (K)
 * @param values numbers of one entry (Cv)
 * @param dense whether the translator also sees the warped photo and blends with it (ours);
 *     without, it is the paper's FD-GAN, which paints every pixel
 */
public record FdGanConfig(int size, List<Integer> channels, int slots, int values, boolean dense) {
  /** What ships. */
  public static final FdGanConfig DEFAULT =
      new FdGanConfig(256, List.of(24, 48, 96, 128, 128), 64, 64, true);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public FdGanConfig {
    channels = List.copyOf(channels);
    if (size < 32 || size % 32 != 0) {
      throw new IllegalArgumentException("size " + size + " is not a multiple of 32");
    }
    if (channels.size() != 5 || channels.stream().anyMatch(c -> c < 1)) {
      throw new IllegalArgumentException("channels " + channels + " are not five positive numbers");
    }
    if (slots < 1 || values < 1) {
      throw new IllegalArgumentException(
          "slots " + slots + " and values " + values + " must be positive");
    }
  }

  /** The paper's FD-GAN or ours. */
  public FdGanConfig withDense(boolean dense) {
    return new FdGanConfig(size, channels, slots, values, dense);
  }

  /** Channels of level {@code l}, whose side is {@code size >> l}; 1 to 5. */
  int at(int l) {
    return channels.get(l - 1);
  }
}
