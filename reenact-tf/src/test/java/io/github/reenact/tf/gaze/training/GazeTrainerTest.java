package io.github.reenact.tf.gaze.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.DrawnEyes;
import io.github.reenact.testing.TestFaces;
import io.github.reenact.tf.gaze.GazeNet;
import io.github.reenact.tf.training.TrainingControl;
import io.github.reenact.tf.training.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GazeTrainerTest {
  private static final int SIDE = 160;

  @SuppressWarnings("NullAway.Init") // filled by JUnit
  @TempDir
  private Path directory;

  static List<GazeSample> drawn(int pictures, long seed) {
    Random r = new Random(seed);
    List<GazeSample> out = new ArrayList<>();
    for (int i = 0; i < pictures; i++) {
      boolean blink = i % 8 == 7;
      Landmarks face =
          TestFaces.face()
              .turned(10 * r.nextGaussian(), 5 * r.nextGaussian(), 5 * r.nextGaussian())
              .expression(0, 0, blink ? 1 : 0, 0)
              .at(80, 80, 45 + 10 * r.nextDouble());
      DrawnEyes.Drawing drawing =
          DrawnEyes.draw(
              face, SIDE, SIDE, 0.4 * (r.nextDouble() - 0.5), 0.1 * (r.nextDouble() - 0.5));
      for (boolean right : new boolean[] {false, true}) {
        Irises irises = drawing.irises();
        Iris iris = (right ? irises.right() : irises.left()).orElseThrow();
        GazeSample.of(
                "item" + i,
                "person" + i % 5,
                blink ? DrawnEyes.closed(face, SIDE, SIDE) : drawing.picture(),
                face,
                right,
                blink ? GazeSample.Label.HIDDEN : GazeSample.Label.of(iris))
            .ifPresent(out::add);
      }
    }
    return out;
  }

  private static TrainingControl control(int stopAfter) {
    return new TrainingControl() {
      private int asked;

      @Override
      public boolean stopRequested() {
        return asked++ >= stopAfter;
      }

      @Override
      public void progress(long step, double fraction, String message) {
        assertThat(fraction).isBetween(0.0, 1.0);
        assertThat(message).contains("loss");
      }
    };
  }

  @Test
  void run_drawnEyes_learnsWhereTheIrisesAre() throws IOException {
    GazeTraining settings = new GazeTraining(3, 150, 32, 3e-3, 75);
    GazeTrainer trainer = new GazeTrainer(settings, drawn(60, 1), drawn(20, 2), directory);
    TrainingResult result = trainer.run(control(Integer.MAX_VALUE));
    assertThat(result.step()).isEqualTo(150);
    // Irises are spread over 40 per cent of the eye's width: guessing the middle is 10 off.
    assertThat(result.metrics().get("x50")).isLessThan(7);
    assertThat(result.metrics()).containsKeys("x90", "y50", "y90", "radius50", "seen", "hidden");
    assertThat(Files.readString(directory.resolve("metrics.csv")))
        .startsWith("step,figure,value\n")
        .contains("100,loss,", "75,x50,", "150,x50,");
    GazeNet.load(result.model()).close();
  }

  @Test
  void losses_sameSeed_areTheSameAndFall() {
    GazeTraining settings = new GazeTraining(3, 40, 32, 3e-3, 75);
    List<Double> losses = new GazeTrainer(settings, drawn(30, 1), List.of(), directory).losses(40);
    assertThat(mean(losses.subList(30, 40))).isLessThan(0.8 * mean(losses.subList(0, 5)));
    List<Double> again = new GazeTrainer(settings, drawn(30, 1), List.of(), directory).losses(3);
    assertThat(again).isEqualTo(losses.subList(0, 3));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElseThrow();
  }

  @Test
  void run_stopped_writesAWholeModel() throws IOException {
    GazeTraining settings = GazeTraining.DEFAULT.withBatch(4);
    TrainingResult result =
        new GazeTrainer(settings, drawn(4, 1), List.of(), directory).run(control(2));
    assertThat(result.step()).isEqualTo(2);
    assertThat(result.metrics()).isEmpty();
    GazeNet.load(result.model()).close();
    try (var files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("gaze.safetensors", "metrics.csv");
    }
  }

  @Test
  void trainerAndSettings_nothingOrOutOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GazeTrainer(GazeTraining.DEFAULT, List.of(), List.of(), directory));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GazeTraining.DEFAULT.withSteps(0))
        .withMessageContaining("steps is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GazeTraining(1, 1, 1, Double.NaN, 1))
        .withMessageContaining("rate is NaN");
  }

  @Test
  void sample_landmarksOfAnotherFace_isRefused() {
    Landmarks face = TestFaces.face().at(80, 80, 50);
    DrawnEyes.Drawing drawing = DrawnEyes.draw(face, SIDE, SIDE, 0, 0);
    Iris right = drawing.irises().right().orElseThrow();
    assertThat(GazeSample.of("a", "b", drawing.picture(), face, true, GazeSample.Label.of(right)))
        .isPresent();
    assertThat(GazeSample.of("a", "b", drawing.picture(), face, false, GazeSample.Label.of(right)))
        .isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GazeSample.Label(Optional.of(right), Optional.of(false)));
  }
}
