package io.github.reenact.tf.fdgan;

import com.google.common.base.Splitter;
import java.util.List;

/**
 * The structure of FD-GAN. All numbers are ours: the paper's layer tables are in a supplement that
 * is not to be had.
 *
 * @param size side of the square face view in pixels, a multiple of 32; the paper's is 256
 * @param channels of the features at 1/2, 1/4, 1/8, 1/16 and 1/32 of the size
 * @param slots entries of each dictionary (K); 0: no dictionaries, and no extractor
 * @param values numbers of one entry (Cv)
 * @param dense whether the translator also sees the warped photo and blends with it (ours);
 *     without, it is the paper's FD-GAN, which paints every pixel
 * @param still whether it also sees the photo as it is and blends with that, too (ours); without
 *     dense it does not, whatever is given here
 * @param blocks residual blocks of two convolutions that the translator has at each of 1/8, 1/4 and
 *     1/2 of the size, on its way up (ours)
 */
public record FdGanConfig(
    int size,
    List<Integer> channels,
    int slots,
    int values,
    boolean dense,
    boolean still,
    int blocks) {
  /** What ships. */
  public static final FdGanConfig DEFAULT =
      new FdGanConfig(256, List.of(32, 48, 96, 128, 128), 64, 64, true, true, 1);

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
    if (slots < 0 || values < 1 || blocks < 0) {
      throw new IllegalArgumentException(
          "slots "
              + slots
              + " and blocks "
              + blocks
              + " must not be negative, and values "
              + values
              + " be positive");
    }
    if (!dense && slots == 0) {
      throw new IllegalArgumentException(
          "with slots 0 and dense false the network would see nothing of the photo");
    }
    still &= dense;
  }

  /**
   * The paper's FD-GAN or ours.
   *
   * @param dense false turns {@code still} off, too; true leaves it as it is
   */
  public FdGanConfig withDense(boolean dense) {
    return new FdGanConfig(size, channels, slots, values, dense, still, blocks);
  }

  /**
   * Another structure. {@code dense} comes before {@code still}, which needs it: false turns that
   * off.
   *
   * @param name of a component of this record
   * @param value as text; channels are separated by commas
   * @throws IllegalArgumentException if there is no such component, or the value is none for it; or
   *     if {@code still} is to be true without {@code dense}
   */
  public FdGanConfig with(String name, String value) {
    try {
      return switch (name) {
        case "size" ->
            new FdGanConfig(Integer.parseInt(value), channels, slots, values, dense, still, blocks);
        case "channels" ->
            new FdGanConfig(
                size,
                Splitter.on(',').splitToStream(value).map(Integer::valueOf).toList(),
                slots,
                values,
                dense,
                still,
                blocks);
        case "slots" ->
            new FdGanConfig(size, channels, Integer.parseInt(value), values, dense, still, blocks);
        case "values" ->
            new FdGanConfig(size, channels, slots, Integer.parseInt(value), dense, still, blocks);
        case "dense" ->
            new FdGanConfig(size, channels, slots, values, truth(name, value), still, blocks);
        case "still" -> withStill(truth(name, value));
        case "blocks" ->
            new FdGanConfig(size, channels, slots, values, dense, still, Integer.parseInt(value));
        default ->
            throw new IllegalArgumentException(
                "no setting '"
                    + name
                    + "'; there are size, channels, slots, values, dense, still and blocks");
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is '" + value + "'; it must be a number", e);
    }
  }

  private FdGanConfig withStill(boolean still) {
    if (still && !dense) {
      throw new IllegalArgumentException(
          "still is true, but dense is false: only who sees the warped photo can see the photo as it"
              + " is beside it; set still to false, or dense to true");
    }
    return new FdGanConfig(size, channels, slots, values, dense, still, blocks);
  }

  private static boolean truth(String name, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(name + " is '" + value + "'; it must be true or false");
    }
    return value.equals("true");
  }

  /** Channels of level {@code l}, whose side is {@code size >> l}; 1 to 5. */
  int at(int l) {
    return channels.get(l - 1);
  }
}
