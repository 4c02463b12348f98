package io.github.reenact.tf.fdgan.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What FD-GAN is trained with.
 *
 * @param data datasets to learn from, at least one; people of the same identity in several are the
 *     same
 * @param dev dataset of other people to evaluate on
 * @param start model file of the same structure whose weights are the first ones; without, they are
 *     random. A resumed training does not read it
 * @param features networks in whose features the pictures are compared, besides their colours:
 *     dlib's face recognition ResNet, Inception V3, both, or none. They are needed for training
 *     only
 * @param buffer pictures that are in memory, while the others wait for their turn: see {@link
 *     io.github.reenact.tf.data.ShuffleBuffer}; 0: samples are drawn from all pictures at any time.
 *     Empty: 0 if they are at most 500,000, otherwise 20,000
 */
public record FdGanInputs(
    List<Path> data,
    Optional<Path> dev,
    Optional<Path> start,
    List<Path> features,
    OptionalInt buffer) {
  /**
   * Checks that there is data.
   *
   * @throws IllegalArgumentException if not, or if the buffer is negative
   */
  public FdGanInputs {
    data = List.copyOf(data);
    features = List.copyOf(features);
    if (data.isEmpty()) {
      throw new IllegalArgumentException("no data to learn from; name at least one dataset");
    }
    if (buffer.isPresent() && buffer.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "a buffer of " + buffer.getAsInt() + " pictures; it must not be negative");
    }
  }

  /** Inputs of whatever size; whether they are streamed depends on it. */
  public FdGanInputs(
      List<Path> data, Optional<Path> dev, Optional<Path> start, List<Path> features) {
    this(data, dev, start, features, OptionalInt.empty());
  }

  /** Data alone. */
  public static FdGanInputs of(Path data) {
    return new FdGanInputs(List.of(data), Optional.empty(), Optional.empty(), List.of());
  }
}
