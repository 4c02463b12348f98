package io.github.reenact.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What trainings with checkpoints have in common. */
final class ResumableTrainOptions extends TrainOptions {
  @Option(
      names = "--resume",
      description = "Go on from the checkpoint in --output, if there is one.")
  private boolean resume;

  @Option(
      names = "--buffer",
      paramLabel = "N",
      description =
          "How many pictures of --data are in memory; all pass through there in each epoch, in"
              + " shuffled order. 0: samples are drawn from all of the data at any time. Default: 0"
              + " for at most 500,000 pictures, otherwise 20,000 (ldnet: landmarks of 200,000)."
              + " --resume needs the same.")
  private @Nullable Integer buffer;

  boolean resume() {
    return resume;
  }

  /** How many pictures are in memory, if that is told; 0: all. */
  OptionalInt buffer() {
    return buffer == null ? OptionalInt.empty() : OptionalInt.of(buffer);
  }

  @Override
  void check() throws IOException {
    super.check();
    if (buffer != null && buffer < 0) {
      throw Usage.outOfRange(spec(), "--buffer", buffer, "0 or more");
    }
  }

  @Override
  String left(Path model) {
    return "--resume goes on from there";
  }
}
