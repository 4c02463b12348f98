package io.github.reenact.tf.fdgan.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.tf.JavaProcess;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.training.QuietControl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own, whose standard error is looked at. */
class TrainingLogTest {
  @TempDir Path folder;

  /** Trains both stages, with the batch whole and in two parts. */
  static final class Training {
    /** In the folder that the system property says. */
    public static void main(String[] args) throws IOException {
      Path folder = Path.of(System.getProperty("folder"));
      FdGanConfig tiny = new FdGanConfig(32, List.of(4, 8, 8, 8, 8), 4, 4, true, true, 1);
      DrawnDataset.write(folder.resolve("data"));
      for (int parts = 1; parts <= 2; parts++) {
        FdGanTraining training =
            FdGanTraining.DEFAULT.withBatch(4).withParts(parts).withAdversarialStep(1).withSteps(2);
        FdGanInputs inputs = FdGanInputs.of(folder.resolve("data"));
        Path output = folder.resolve("output" + parts);
        new FdGanTrainer(tiny, training, inputs, output, false, 1, f -> {}).run(new QuietControl());
      }
    }
  }

  @Test
  void run_bothStages_leavesStandardErrorEmpty() throws Exception {
    assertThat(JavaProcess.standardError(folder, Training.class, "-Dfolder=" + folder)).isEmpty();
  }
}
