package io.github.reenact.evaluate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.reenact.IdentityCode;
import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionCode;
import io.github.reenact.Similarity;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.ldnet.training.FaceKit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class DisentanglerEvaluationTest {
  @TempDir Path folder;

  /** Its codes are the landmarks, and it decodes the driver. */
  private static final class Copier implements LandmarkDisentangler {
    @Override
    public IdentityCode identity(Landmarks landmarks) {
      return IdentityCode.of("copy", normalized(landmarks));
    }

    @Override
    public IdentityCode identity(List<Landmarks> landmarks) {
      return identity(landmarks.get(0));
    }

    @Override
    public MotionCode motion(Landmarks landmarks) {
      return MotionCode.of("copy", normalized(landmarks));
    }

    @Override
    public Landmarks combine(IdentityCode identity, MotionCode motion) {
      return Landmarks.of(motion.toArray());
    }

    @Override
    public void close() {}

    private static float[] normalized(Landmarks landmarks) {
      return landmarks.transform(Similarity.normalizing(landmarks)).toArray();
    }
  }

  @Test
  void measure_copyOfTheDriver_isAsGoodAsCopying() throws Exception {
    DisentanglerEvaluation evaluation =
        new DisentanglerEvaluation(
            Optional.of(FaceKit.open(TestPeople.faceKit(folder.resolve("facekit")))),
            Optional.of(
                new RealSamples(
                    Dataset.open(TestPeople.dataset(folder.resolve("data"), "dev", 3, 20)))),
            30);
    int[] steps = {0};
    Step step = () -> steps[0]++;

    DisentanglerMetrics.FaceKitReferences facekit =
        requireNonNull(evaluation.facekitReferences(step));
    DisentanglerMetrics.RealReferences real = requireNonNull(evaluation.realReferences(step));
    DisentanglerMetrics.Model model;
    try (Copier copier = new Copier()) {
      model = evaluation.measure("copier", 5, copier, step);
    }

    DisentanglerMetrics.OnFaceKit onFaceKit = requireNonNull(model.facekit());
    DisentanglerMetrics.OnReal onReal = requireNonNull(model.real());

    assertThat(steps[0]).isEqualTo(evaluation.stepsOfReferences() + evaluation.stepsOfModel());
    assertThat(onFaceKit.transfer().mean()).isCloseTo(facekit.copy().mean(), within(1e-3));
    assertThat(onFaceKit.motionRoundTrip().difference()).isLessThan(1e-6);
    assertThat(onFaceKit.identityRoundTrip().difference()).isGreaterThan(0.5);
    assertThat(onFaceKit.identityNamesPerson())
        .isEqualTo(onFaceKit.motionNamesPerson())
        .isEqualTo(facekit.landmarksNamePerson());
    // Nobody is named by what has nothing to do with anybody.
    assertThat(facekit.numbersNamePerson().linearRatio()).isBetween(0.3, 1.9);
    assertThat(onFaceKit.motionTellsMotion().linear().get("yaw")).isGreaterThan(0.95);
    assertThat(onReal.errors().transfer().mean()).isLessThan(1e-3);
    assertThat(real.copy().mean()).isGreaterThan(real.turned().mean());
    assertThat(real.relative().pairs()).isLessThan(real.copy().pairs());
    assertThat(real.naming().peopleWithClips()).isEqualTo(3);
    assertThat(real.naming().framesEach()).isEqualTo(9);
    assertThat(onReal.leaks().motionNamesPerson()).isEqualTo(real.naming().landmarksNamePerson());
    assertThat(model.identitySize()).isEqualTo(136);
    assertThat(model.latency().combine()).isPositive();

    DisentanglerMetrics metrics = new DisentanglerMetrics(facekit, real, List.of(model, model));
    String markdown = DisentanglerReport.markdown(metrics);
    assertThat(markdown)
        .contains("|  | copier | copier |")
        .contains("Morphable face")
        .contains("Real people: does the motion code name the person?")
        .doesNotContain("NaN");
    JsonObject json = JsonParser.parseString(DisentanglerReport.json(metrics)).getAsJsonObject();
    assertThat(
            json.getAsJsonArray("models")
                .get(1)
                .getAsJsonObject()
                .getAsJsonObject("facekit")
                .getAsJsonObject("transfer")
                .get("mean")
                .getAsDouble())
        .isEqualTo(onFaceKit.transfer().mean());
    assertThat(json.getAsJsonObject("real").keySet())
        .containsExactly(
            "people",
            "copy",
            "turned",
            "relative",
            "peopleWithClips",
            "framesEach",
            "poseNamesPerson",
            "numbersNamePerson",
            "landmarksNamePerson");
    assertThat(
            json.getAsJsonArray("models").get(0).getAsJsonObject().getAsJsonObject("real").keySet())
        .containsExactly(
            "transfer",
            "averaged",
            "transferWithThird",
            "averagedWithThird",
            "motionNamesPerson",
            "identityNamesPerson",
            "identityTellsMotion",
            "motionTellsMotion",
            "identityTellsMotionOfKnown",
            "motionTellsMotionOfKnown",
            "motionRoundTrip",
            "identityRoundTrip");
  }

  @Test
  void measure_stepThrows_stops() throws IOException {
    DisentanglerEvaluation evaluation =
        new DisentanglerEvaluation(
            Optional.empty(),
            Optional.of(new RealSamples(Dataset.open(TestPeople.dataset(folder, "dev", 2, 4)))),
            4);

    assertThatThrownBy(
            () ->
                evaluation.realReferences(
                    () -> {
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void json_noNumber_isNull() {
    MotionLeak nothing = new MotionLeak(Map.of("yaw", Double.NaN), Map.of("yaw", 0.5));
    RoundTrip trip = new RoundTrip(Double.POSITIVE_INFINITY, 1);
    IdentityLeak leak = new IdentityLeak(1, 1, 0.5);
    DisentanglerMetrics metrics =
        new DisentanglerMetrics(
            null,
            null,
            List.of(
                new DisentanglerMetrics.Model(
                    "m",
                    1,
                    2,
                    3,
                    new Latency(1, 2, 3),
                    new DisentanglerMetrics.OnFaceKit(
                        Errors.of(new double[] {1}), leak, leak, nothing, nothing, trip, trip),
                    null)));

    JsonObject model =
        JsonParser.parseString(DisentanglerReport.json(metrics))
            .getAsJsonObject()
            .getAsJsonArray("models")
            .get(0)
            .getAsJsonObject();

    assertThat(model.get("real").isJsonNull()).isTrue();
    JsonObject facekit = model.getAsJsonObject("facekit");
    assertThat(facekit.getAsJsonObject("motionRoundTrip").get("difference").isJsonNull()).isTrue();
    JsonObject told = facekit.getAsJsonObject("motionTellsMotion");
    assertThat(told.getAsJsonObject("linear").get("yaw").isJsonNull()).isTrue();
    assertThat(told.getAsJsonObject("neighbours").get("yaw").getAsDouble()).isEqualTo(0.5);
  }
}
