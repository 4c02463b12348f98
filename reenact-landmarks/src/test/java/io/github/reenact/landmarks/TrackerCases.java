package io.github.reenact.landmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Image;
import io.github.reenact.LandmarkTracker;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds for the tracker, whatever computes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TrackerCases {
  private DlibLandmarkDetector detector;

  @SuppressWarnings("NullAway.Init")
  TrackerCases() {}

  abstract DlibLandmarkDetector open();

  @BeforeAll
  void openForAll() {
    detector = open();
  }

  @AfterAll
  void close() {
    if (detector != null) {
      detector.close();
    }
  }

  @Test
  void next_faceThatTurnsAndMoves_staysNearDetection() {
    try (LandmarkTracker tracker = detector.track(0)) {
      for (int i = 0; i < 30; i++) {
        Landmarks drawn =
            TestFaces.face()
                .turned(10 * Math.sin(i / 4.0), 0, 8 * Math.sin(i / 5.0))
                .expression(0.5 + 0.5 * Math.sin(i), 0, 0, 0)
                .at(170 + 25 * Math.sin(i / 3.0), 165 + 10 * Math.cos(i / 3.0), 80);
        Image frame = TestFaces.portrait(drawn, 340, 340);
        Optional<Landmarks> found = tracker.next(frame);
        assertThat(found).as("frame %d", i).isPresent();
        assertThat(DrawnFaces.distance(found.get(), drawn)).as("frame %d", i).isLessThan(0.15);
      }
    }
  }

  @Test
  void next_faceJumps_followsAtOnce() {
    Image portrait = DrawnFaces.one(320);
    Image left = DrawnFaces.onCanvas(640, 360, portrait, new double[] {10, 20, 300});
    Image right = DrawnFaces.onCanvas(640, 360, portrait, new double[] {240, 20, 300});
    try (LandmarkTracker tracker = detector.track(0)) {
      assertThat((double) tracker.next(left).orElseThrow().centerX()).isCloseTo(160, within(15.0));
      tracker.next(left);
      assertThat((double) tracker.next(right).orElseThrow().centerX()).isCloseTo(390, within(15.0));
    }
  }

  @Test
  void next_faceVanishes_isEmptyAtOnceAndFindsItAgain() {
    Image there = DrawnFaces.one(320);
    Image gone = DrawnFaces.blank(320, 320);
    try (LandmarkTracker tracker = detector.track(0)) {
      assertThat(tracker.next(gone)).isEmpty();
      for (int i = 0; i < 5; i++) {
        assertThat(tracker.next(there)).isPresent();
      }
      for (int i = 0; i < 5; i++) {
        assertThat(tracker.next(gone)).as("frame %d without a face", i).isEmpty();
      }
      assertThat(tracker.next(there)).isPresent();
      for (int i = 0; i < 40; i++) {
        assertThat(tracker.next(gone)).isEmpty();
      }
      // Searched in every third frame by now.
      boolean found = false;
      for (int i = 0; i < 3; i++) {
        found |= tracker.next(there).isPresent();
      }
      assertThat(found).isTrue();
    }
  }

  @Test
  void next_secondFaceChosen_followsTheSmallerOne() {
    Image portrait = DrawnFaces.one(320);
    try (LandmarkTracker tracker = detector.track(1)) {
      for (int i = 0; i < 15; i++) {
        Image frame =
            DrawnFaces.onCanvas(
                700, 380, portrait, new double[] {0, 10, 360}, new double[] {400 + i, 60, 260});
        assertThat((double) tracker.next(frame).orElseThrow().centerX())
            .as("frame %d", i)
            .isCloseTo(530 + i, within(15.0));
      }
    }
  }

  @Test
  void next_chosenFaceGone_doesNotTakeAnother() {
    Image portrait = DrawnFaces.one(320);
    double[] large = {0, 10, 360};
    Image both = DrawnFaces.onCanvas(1000, 380, portrait, large, new double[] {700, 60, 260});
    Image one = DrawnFaces.onCanvas(1000, 380, portrait, large);
    try (LandmarkTracker tracker = detector.track(1)) {
      assertThat(tracker.next(both)).isPresent();
      assertThat(tracker.next(both)).isPresent();
      assertThat(tracker.next(one)).isEmpty();
      assertThat(tracker.next(one)).isEmpty();
      assertThat((double) tracker.next(both).orElseThrow().centerX()).isCloseTo(830, within(15.0));
    }
  }

  @Test
  void next_fewerFacesThanChosen_isEmpty() {
    try (LandmarkTracker tracker = detector.track(1)) {
      assertThat(tracker.next(DrawnFaces.one(320))).isEmpty();
    }
  }

  @Test
  void next_frameSizeChangesMidway_staysWithTheFace() {
    Image portrait = DrawnFaces.one(320);
    try (LandmarkTracker tracker = detector.track(0)) {
      Image frame =
          DrawnFaces.onCanvas(
              640, 360, portrait, new double[] {0, 10, 330}, new double[] {340, 30, 290});
      assertThat((double) tracker.next(frame).orElseThrow().centerX()).isCloseTo(165, within(15.0));
      // In the smaller frame the other face is the larger one.
      Image half =
          DrawnFaces.onCanvas(
              320, 180, portrait, new double[] {10, 12, 150}, new double[] {160, 10, 160});
      assertThat((double) tracker.next(half).orElseThrow().centerX()).isCloseTo(85, within(10.0));
    }
  }
}
