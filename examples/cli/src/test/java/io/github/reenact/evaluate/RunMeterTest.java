package io.github.reenact.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.testing.TestFaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunMeterTest {
  private static final TestFaces.Face SLIM = TestFaces.face().person(0.88, 1.1, 1.12, 0.95);
  private static final TestFaces.Face BROAD = TestFaces.face().person(1.12, 0.9, 0.9, 1.08);

  private static Image even(int value) {
    byte[] rgb = new byte[200 * 200 * 3];
    Arrays.fill(rgb, (byte) value);
    return Image.of(200, 200, rgb);
  }

  /** The person in some poses, with a mouth that opens. */
  private static List<Landmarks> moving(TestFaces.Face person, double yaw) {
    List<Landmarks> out = new ArrayList<>();
    for (int i = -2; i <= 2; i++) {
      out.add(
          person
              .turned(yaw + 5 * i, 3 * i, 6 * i)
              .expression(0.2 * (i + 2), 0, 0, 0)
              .at(100 + i, 100, 50 + i));
    }
    return out;
  }

  private static FaceShape shape(List<Landmarks> faces) {
    FaceShape out = new FaceShape();
    faces.forEach(out::add);
    return out;
  }

  @Test
  void shape_movedTurnedAndScaled_isTheSame() {
    Landmarks face = SLIM.turned(8, -4, 0).at(90, 80, 40);
    double turn = Math.toRadians(25);
    Landmarks moved =
        face.transform(new Similarity(1.7 * Math.cos(turn), 1.7 * Math.sin(turn), 30, -12));

    assertThat(shape(List.of(face)).distance(shape(List.of(moved)))).isLessThan(0.01);
  }

  @Test
  void shape_otherPoses_isNearerThanAnotherPerson() {
    FaceShape slim = shape(moving(SLIM, 0));

    double turned = slim.distance(shape(moving(SLIM, 10)));
    double other = slim.distance(shape(moving(BROAD, 0)));

    assertThat(other).isGreaterThan(3 * turned);
    assertThat(slim.distance(new FaceShape())).isNaN();
  }

  @Test
  void self_perfectFrames_haveNoError() {
    SelfMeter meter = new SelfMeter();
    List<Landmarks> faces = moving(SLIM, 0);
    for (int i = 0; i < faces.size(); i++) {
      Image frame = even(i % 2 == 0 ? 100 : 120);
      meter.add(
          new FrameSample(
              i, frame, Optional.of(faces.get(i)), frame, faces.get(i), Irises.NONE, Irises.NONE));
    }

    Map<PortraitMetric, Double> metrics = meter.metrics();
    assertThat(metrics)
        .containsEntry(PortraitMetric.L1, 0.0)
        .containsEntry(PortraitMetric.L1_MOUTH, 0.0)
        .containsEntry(PortraitMetric.L1_EYES, 0.0)
        .containsEntry(PortraitMetric.PSNR, Double.POSITIVE_INFINITY)
        .containsEntry(PortraitMetric.SSIM, 1.0)
        .containsEntry(PortraitMetric.LANDMARKS, 0.0)
        .containsEntry(PortraitMetric.POSE, 0.0)
        .containsEntry(PortraitMetric.FLICKER, 1.0)
        .containsEntry(PortraitMetric.FOUND, 1.0);
    assertThat(metrics.get(PortraitMetric.MOUTH)).isCloseTo(1, within(1e-9));
  }

  @Test
  void self_frameWithAWrongMouth_errsThereOnly() {
    Landmarks face = SLIM.at(100, 100, 50);
    PixelBox mouth = PixelBox.mouth(face, 200, 200);
    byte[] rgb = even(100).toRgb();
    for (int y = mouth.top(); y < mouth.bottom(); y++) {
      Arrays.fill(
          rgb, 3 * (200 * y + mouth.left()), 3 * (200 * y + mouth.right()), (byte) (100 + 51));
    }
    SelfMeter meter = new SelfMeter();
    meter.add(
        new FrameSample(
            1,
            Image.of(200, 200, rgb),
            Optional.of(face),
            even(100),
            face,
            Irises.NONE,
            Irises.NONE));

    Map<PortraitMetric, Double> metrics = meter.metrics();
    assertThat(metrics.get(PortraitMetric.L1_MOUTH)).isCloseTo(0.2, within(1e-9));
    assertThat(metrics.get(PortraitMetric.L1_EYES)).isZero();
    assertThat(metrics.get(PortraitMetric.L1))
        .isCloseTo(0.2 * mouth.pixels() / 40_000, within(1e-9));
  }

  @Test
  void landmarkError_shiftedFace_isPerCentOfItsSize() {
    Landmarks face = SLIM.at(100, 100, 50);
    Landmarks shifted = face.transform(Similarity.scaleThenMove(1, 3, -4));

    assertThat(SelfMeter.landmarkError(shifted, face))
        .isCloseTo(100 * 5 / face.size(), within(1e-3));
  }

  @Test
  void cross_shapeOfEither_isAtItsEndOfTheScale() {
    List<Landmarks> photo = moving(SLIM, 0);
    List<Landmarks> driver = moving(BROAD, 0);
    assertThat(share(photo, driver, driver)).isGreaterThan(0.99);
    assertThat(share(photo, driver, photo)).isLessThan(0.01);
    // The right face shape in the driver's pose.
    assertThat(share(moving(SLIM, 10), driver, photo)).isLessThan(0.25);
  }

  @Test
  void cross_firstFrameTurnedAgainstThePhoto_isFirstPose() {
    Landmarks photo = SLIM.turned(12, 0, 0).at(100, 100, 50);
    Landmarks driver = BROAD.turned(-9, 0, 0).at(100, 100, 50);
    Landmarks made = SLIM.turned(-9, 0, 0).at(100, 100, 50);
    for (Landmarks first : List.of(photo, made)) {
      CrossMeter meter = new CrossMeter(List.of(photo));
      meter.first(
          new FrameSample(
              0, even(0), Optional.of(first), even(0), driver, Irises.NONE, Irises.NONE));
      // A third of the turn: the mean of three angles.
      assertThat(meter.metrics().get(PortraitMetric.FIRST_POSE))
          .isCloseTo(first.equals(photo) ? 0 : 7, within(1.5));
    }
  }

  private static double share(List<Landmarks> photo, List<Landmarks> driver, List<Landmarks> made) {
    CrossMeter meter = new CrossMeter(photo);
    for (int i = 0; i < driver.size(); i++) {
      meter.add(
          new FrameSample(
              i,
              even(0),
              Optional.of(made.get(i)),
              even(0),
              driver.get(i),
              Irises.NONE,
              Irises.NONE));
    }
    return meter.metrics().getOrDefault(PortraitMetric.SHAPE_SHARE, Double.NaN);
  }
}
