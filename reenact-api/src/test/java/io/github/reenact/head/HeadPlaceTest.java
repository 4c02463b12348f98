package io.github.reenact.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.testing.TestFaces;
import org.junit.jupiter.api.Test;

class HeadPlaceTest {
  private static final HeadPlace FRONT = HeadPlace.of(TestFaces.face().at(100, 80, 50));

  @Test
  void of_faceFromTheFront_isTheEyeCornersDistanceAndTheMiddle() {
    Landmarks face = TestFaces.face().at(100, 80, 50);
    assertThat(FRONT.size()).isCloseTo(face.x(45) - face.x(36), within(6.0));
    assertThat(FRONT.x()).isCloseTo(100, within(1e-3));
    assertThat(FRONT.y()).isCloseTo(face.y(36), within(6.0));
  }

  @Test
  void of_transformedFace_isTransformedAlike() {
    Similarity s = new Similarity(1.2, -0.8, 30, 70);
    Landmarks face = TestFaces.face().turned(25, 10, -5).expression(0.5, 1, 0, 1).at(100, 80, 50);
    HeadPlace before = HeadPlace.of(face);
    HeadPlace after = HeadPlace.of(face.transform(s));
    assertThat(after.size() / before.size()).isCloseTo(s.scale(), within(1e-5));
    assertThat(after.x()).isCloseTo(s.applyX((float) before.x(), (float) before.y()), within(1e-3));
    assertThat(after.y()).isCloseTo(s.applyY((float) before.x(), (float) before.y()), within(1e-3));
  }

  @Test
  void of_talkingFace_hardlyChanges() {
    HeadPlace talking = HeadPlace.of(TestFaces.face().expression(1, 1, 1, 0).at(100, 80, 50));
    assertThat(talking.size() / FRONT.size()).isCloseTo(1, within(0.01));
    assertThat(talking.x()).isCloseTo(FRONT.x(), within(0.5));
    assertThat(talking.y()).isCloseTo(FRONT.y(), within(0.5));
  }

  @Test
  void of_turnedHead_keepsItsSize() {
    for (double yaw : new double[] {-35, -15, 15, 35}) {
      HeadPlace turned = HeadPlace.of(TestFaces.face().turned(yaw, 5, 0).at(100, 80, 50));
      assertThat(turned.size() / FRONT.size()).isCloseTo(1, within(0.06));
    }
  }

  @Test
  void of_turnedHead_isBetweenEyesAndEars() {
    for (double yaw : new double[] {-35, -15, 15, 35}) {
      Landmarks face = TestFaces.face().turned(yaw, 0, 0).at(100, 80, 50);
      double eyes = (face.x(36) + face.x(45)) / 2.0;
      double ears = (face.x(0) + face.x(16)) / 2.0;
      assertThat(HeadPlace.of(face).x()).isBetween(Math.min(eyes, ears), Math.max(eyes, ears));
    }
  }

  @Test
  void of_noFaceAtAll_isFinite() {
    float[] line = new float[2 * Landmarks.COUNT];
    for (int i = 0; i < Landmarks.COUNT; i++) {
      line[2 * i] = i;
    }
    HeadPlace place = HeadPlace.of(Landmarks.of(line));
    assertThat(place.size()).isFinite().isPositive();
    assertThat(place.x()).isFinite();
    assertThat(place.y()).isFinite();
  }
}
