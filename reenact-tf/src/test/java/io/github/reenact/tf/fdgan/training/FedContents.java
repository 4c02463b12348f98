package io.github.reenact.tf.fdgan.training;

import com.google.common.primitives.Floats;
import com.google.common.primitives.Ints;
import java.nio.ByteBuffer;
import java.util.List;

/** What training steps were fed, in a form that compares all numbers, and quickly. */
final class FedContents {
  private FedContents() {}

  /** For each step all of its numbers. */
  static List<List<Object>> of(List<FdGanStage.Fed> fed) {
    return fed.stream().map(FedContents::of).toList();
  }

  private static List<Object> of(FdGanStage.Fed f) {
    TrainingSamples.Batch b = f.batch();
    return List.of(
        f.step(),
        f.adversarialWeight(),
        f.generator(),
        f.discriminator(),
        ByteBuffer.wrap(b.photo),
        ByteBuffer.wrap(b.condition),
        ByteBuffer.wrap(b.truth),
        Ints.asList(b.identity),
        Ints.asList(b.details),
        Floats.asList(b.apart));
  }
}
