package io.github.reenact.tf.fdgan.network;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.List;

/**
 * The structure of FD-GAN. All numbers are ours: the paper's layer tables are in a supplement that
 * is not publicly available.
 *
 * @param size side of the square face view in pixels, a multiple of 32; the paper's is 256
 * @param channels of the features at 1/2, 1/4, 1/8, 1/16 and 1/32 of the size
 * @param slots entries of each dictionary (K); 0: no dictionaries, and no extractor
 * @param values numbers of one entry (Cv)
 * @param warpBranch whether the translator also sees the warped photo and blends with it (ours);
 *     without, it is the paper's FD-GAN, which generates every pixel. Files call it {@code dense}
 * @param staticBranch whether it also sees the unwarped photo and blends with that, too (ours);
 *     without the warp branch it does not, whatever is given here. Files call it {@code still}
 * @param blocks residual blocks of two convolutions that the translator has at each of 1/8, 1/4 and
 *     1/2 of the size, on its way up (ours)
 */
public record FdGanConfig(
    int size,
    List<Integer> channels,
    int slots,
    int values,
    boolean warpBranch,
    boolean staticBranch,
    int blocks) {
  /** What ships. */
  public static final FdGanConfig DEFAULT =
      new FdGanConfig(256, List.of(32, 48, 96, 128, 128), 64, 64, true, true, 1);

  /** Components by the names that they had before. */
  private static final ImmutableMap<String, String> FORMER =
      ImmutableMap.of("dense", "warpBranch", "still", "staticBranch");

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
    if (!warpBranch && slots == 0) {
      throw new IllegalArgumentException(
          "with slots 0 and warpBranch false the network would see nothing of the photo");
    }
    staticBranch &= warpBranch;
  }

  /**
   * The paper's FD-GAN or ours.
   *
   * @param warpBranch false turns the static branch off, too; true leaves it as it is
   */
  public FdGanConfig withWarpBranch(boolean warpBranch) {
    return new FdGanConfig(size, channels, slots, values, warpBranch, staticBranch, blocks);
  }

  /**
   * Another structure. {@code warpBranch} comes before {@code staticBranch}, which needs it: false
   * turns that off.
   *
   * @param name of a component of this record, or what it was called before: {@code dense}, {@code
   *     still}
   * @param value as text; channels are separated by commas
   * @throws IllegalArgumentException if there is no such component, or the value is none for it; or
   *     if {@code staticBranch} is to be true without {@code warpBranch}
   */
  public FdGanConfig with(String name, String value) {
    try {
      return switch (FORMER.getOrDefault(name, name)) {
        case "size" -> copy(Integer.parseInt(value), channels, slots, values, blocks);
        case "channels" ->
            copy(
                size,
                Splitter.on(',').splitToStream(value).map(Integer::valueOf).toList(),
                slots,
                values,
                blocks);
        case "slots" -> copy(size, channels, Integer.parseInt(value), values, blocks);
        case "values" -> copy(size, channels, slots, Integer.parseInt(value), blocks);
        case "warpBranch" -> withWarpBranch(truth(name, value));
        case "staticBranch" -> withStaticBranch(truth(name, value));
        case "blocks" -> copy(size, channels, slots, values, Integer.parseInt(value));
        default ->
            throw new IllegalArgumentException(
                "no setting '"
                    + name
                    + "'; there are size, channels, slots, values, warpBranch, staticBranch and"
                    + " blocks");
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is '" + value + "'; it must be a number", e);
    }
  }

  private FdGanConfig copy(int size, List<Integer> channels, int slots, int values, int blocks) {
    return new FdGanConfig(size, channels, slots, values, warpBranch, staticBranch, blocks);
  }

  private FdGanConfig withStaticBranch(boolean staticBranch) {
    if (staticBranch && !warpBranch) {
      throw new IllegalArgumentException(
          "staticBranch is true, but warpBranch is false: only a network that sees the warped photo"
              + " can see the unwarped one, too; set staticBranch to false, or warpBranch to true");
    }
    return new FdGanConfig(size, channels, slots, values, warpBranch, staticBranch, blocks);
  }

  private static boolean truth(String name, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(name + " is '" + value + "'; it must be true or false");
    }
    return value.equals("true");
  }

  /** Channels of level {@code l}, whose side is {@code size >> l}; 1 to 5. */
  public int at(int l) {
    return channels.get(l - 1);
  }
}
