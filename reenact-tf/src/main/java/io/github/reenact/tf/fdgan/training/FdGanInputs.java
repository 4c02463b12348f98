package io.github.reenact.tf.fdgan.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
 */
public record FdGanInputs(
    List<Path> data, Optional<Path> dev, Optional<Path> start, List<Path> features) {
  /**
   * Checks that there is data.
   *
   * @throws IllegalArgumentException if not
   */
  public FdGanInputs {
    data = List.copyOf(data);
    features = List.copyOf(features);
    if (data.isEmpty()) {
      throw new IllegalArgumentException("no data to learn from; name at least one dataset");
    }
  }

  /** Data alone. */
  public static FdGanInputs of(Path data) {
    return new FdGanInputs(List.of(data), Optional.empty(), Optional.empty(), List.of());
  }
}
