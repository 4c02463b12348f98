package io.github.reenact.tf.fdgan.training;

import java.util.Arrays;
import java.util.List;

/** What training steps were fed, in a form that is compared quickly. */
final class FedDigest {
  private FedDigest() {}

  /** For each step: all of its numbers, arrays by their hashes. */
  static List<String> of(List<FdGanStage.Fed> fed) {
    return fed.stream().map(FedDigest::of).toList();
  }

  private static String of(FdGanStage.Fed f) {
    TrainingSamples.Batch b = f.batch();
    return "step %d, weight %s, rates %s %s, photo %08x, condition %08x, truth %08x, %s %s %s"
        .formatted(
            f.step(),
            f.adversarialWeight(),
            f.generator(),
            f.discriminator(),
            Arrays.hashCode(b.photo),
            Arrays.hashCode(b.condition),
            Arrays.hashCode(b.truth),
            Arrays.toString(b.identity),
            Arrays.toString(b.details),
            Arrays.toString(b.apart));
  }
}
