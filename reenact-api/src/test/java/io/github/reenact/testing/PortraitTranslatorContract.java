package io.github.reenact.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.FacePhoto;
import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.MovingPortrait;
import io.github.reenact.Portrait;
import io.github.reenact.PortraitTranslator;
import io.github.reenact.Similarity;
import io.github.reenact.head.EyeFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link PortraitTranslator} promises. */
public abstract class PortraitTranslatorContract {
  private static final int WIDTH = 301;
  private static final int HEIGHT = 257;
  private static final TestFaces.Face PERSON = TestFaces.face().turned(5, 0, 2);
  private static final Landmarks FACE = PERSON.at(150, 125, 50);
  private static final Landmarks TALKING =
      PERSON.expression(0.7, 0.3, 0.4, 0.5).turned(12, 4, 5).at(153, 126, 51);
  private static final Image PHOTO = TestFaces.portrait(FACE, WIDTH, HEIGHT);

  private PortraitTranslator translator;

  /** A new instance; the contract closes it. */
  protected abstract PortraitTranslator create();

  /**
   * How far a photo may be from itself rendered at its own landmarks: mean absolute difference of
   * colour values, 0 to 255, over the whole picture.
   */
  protected abstract double ownLandmarksTolerance();

  /**
   * How far the picture may change at its border, which is far from the face, when the face moves a
   * little: mean absolute difference of colour values, 0 to 255.
   */
  protected double backgroundTolerance() {
    return 2;
  }

  /** How far two renderings of the same may be apart: mean absolute difference, 0 to 255. */
  protected double repeatTolerance() {
    return 0;
  }

  @BeforeEach
  final void createTranslator() {
    translator = create();
  }

  @AfterEach
  final void closeTranslator() {
    translator.close();
  }

  @Test
  void render_ownLandmarksOfAnyPhoto_isNearlyThePhotoAtItsSize() {
    for (int[] size : new int[][] {{301, 257}, {120, 480}, {640, 200}, {511, 513}}) {
      Landmarks face = PERSON.at(size[0] / 2.0, size[1] / 2.0, 0.2 * Math.min(size[0], size[1]));
      Image photo = TestFaces.portrait(face, size[0], size[1]);
      try (Portrait portrait = translator.open(photo, face)) {
        Image out = portrait.render(face);
        assertThat(new int[] {out.width(), out.height()}).isEqualTo(size);
        assertThat(FloatComparison.meanDifference(out, photo))
            .as("%dx%d", size[0], size[1])
            .isLessThanOrEqualTo(ownLandmarksTolerance());
      }
    }
  }

  @Test
  void render_ownLandmarks_isNearlyThePhoto() {
    try (Portrait portrait = translator.open(PHOTO, FACE)) {
      assertThat(FloatComparison.meanDifference(portrait.render(FACE), PHOTO))
          .isLessThanOrEqualTo(ownLandmarksTolerance());
    }
  }

  @Test
  void render_movedFace_isNearerToItThanThePhoto() {
    Image truth = TestFaces.portrait(TALKING, WIDTH, HEIGHT);
    int x = (int) FACE.left();
    int y = (int) FACE.top();
    int w = (int) (FACE.right() - FACE.left());
    int h = (int) (FACE.bottom() - FACE.top());
    try (Portrait portrait = translator.open(PHOTO, FACE)) {
      Image out = portrait.render(TALKING);
      assertThat(FloatComparison.meanDifference(out, truth, x, y, w, h))
          .isLessThan(FloatComparison.meanDifference(PHOTO, truth, x, y, w, h));
    }
  }

  @Test
  void render_movedFace_leavesTheBorderAsItIs() {
    try (Portrait portrait = translator.open(PHOTO, FACE)) {
      Image out = portrait.render(TALKING);
      int b = 4;
      for (int[] r :
          new int[][] {
            {0, 0, WIDTH, b},
            {0, HEIGHT - b, WIDTH, b},
            {0, 0, b, HEIGHT},
            {WIDTH - b, 0, b, HEIGHT}
          }) {
        assertThat(FloatComparison.meanDifference(out, PHOTO, r[0], r[1], r[2], r[3]))
            .isLessThanOrEqualTo(backgroundTolerance());
      }
    }
  }

  /** Both irises at a place of their eyes, in widths of an eye from their middle. */
  private static Irises irises(Landmarks face, double aside) {
    EyeFrame.Place place = new EyeFrame.Place(aside, -0.05);
    return new Irises(
        Optional.of(EyeFrame.of(face, true).iris(place, 0.2)),
        Optional.of(EyeFrame.of(face, false).iris(place, 0.2)));
  }

  @Test
  void render_irisesWhereThePhotoHasThem_isNearlyThePhoto() {
    Irises irises = irises(FACE, 0);
    try (Portrait portrait = translator.open(List.of(new FacePhoto(PHOTO, FACE, irises)))) {
      assertThat(FloatComparison.meanDifference(portrait.render(FACE, irises, irises), PHOTO))
          .isLessThanOrEqualTo(ownLandmarksTolerance());
    }
  }

  @Test
  void render_irisesMoved_changesTheEyesAlone() {
    Irises still = irises(FACE, 0);
    try (Portrait portrait = translator.open(List.of(new FacePhoto(PHOTO, FACE, still)))) {
      Image ahead = portrait.render(FACE, still, still);
      Image aside = portrait.render(FACE, still, irises(FACE, 0.2));
      int top = (int) FACE.y(37) - 8;
      int bottom = (int) FACE.y(41) + 8;
      int left = (int) FACE.x(36) - 8;
      int width = (int) FACE.x(45) + 8 - left;
      assertThat(FloatComparison.meanDifference(ahead, aside, left, top, width, bottom - top))
          .isGreaterThan(0.2);
      assertThat(FloatComparison.meanDifference(ahead, aside, 0, bottom, WIDTH, HEIGHT - bottom))
          .isLessThanOrEqualTo(repeatTolerance());
      assertThat(FloatComparison.meanDifference(ahead, aside, 0, 0, WIDTH, top))
          .isLessThanOrEqualTo(repeatTolerance());
    }
  }

  @Test
  void render_irisesAfterClose_isRefused() {
    Portrait portrait = translator.open(PHOTO, FACE);
    portrait.close();
    assertThatThrownBy(() -> portrait.render(FACE, Irises.NONE, Irises.NONE))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void render_otherFramesInBetween_givesTheSame() {
    try (Portrait portrait = translator.open(PHOTO, FACE);
        Portrait second = translator.open(PHOTO, FACE)) {
      Image first = portrait.render(TALKING);
      portrait.render(FACE);
      portrait.render(PERSON.turned(-20, 10, -10).at(140, 130, 45));
      assertThat(FloatComparison.meanDifference(portrait.render(TALKING), first))
          .isLessThanOrEqualTo(repeatTolerance());
      assertThat(FloatComparison.meanDifference(second.render(TALKING), first))
          .isLessThanOrEqualTo(repeatTolerance());
    }
  }

  @Test
  void render_twoPortraitsInTwoThreads_givesWhatOneThreadGives() {
    Landmarks otherFace = TestFaces.face().person(0.9, 1.1, 1, 1).at(100, 110, 45);
    Image otherPhoto = TestFaces.portrait(otherFace, 200, 220);
    List<Landmarks> frames =
        List.of(TALKING, FACE, PERSON.turned(-15, 5, 0).at(145, 128, 50), TALKING);
    List<Landmarks> otherFrames =
        frames.stream().map(f -> f.transform(Similarity.fit(FACE, otherFace))).toList();
    try (Portrait a = translator.open(PHOTO, FACE);
        Portrait b = translator.open(otherPhoto, otherFace)) {
      List<Image> sequentialA = frames.stream().map(a::render).toList();
      List<Image> sequentialB = otherFrames.stream().map(b::render).toList();
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        var runA =
            CompletableFuture.supplyAsync(() -> frames.stream().map(a::render).toList(), threads);
        var runB =
            CompletableFuture.supplyAsync(
                () -> otherFrames.stream().map(b::render).toList(), threads);
        assertSame(runA.join(), sequentialA);
        assertSame(runB.join(), sequentialB);
      } finally {
        threads.shutdown();
      }
    }
  }

  @Test
  void render_severalFramesAtTheSameTime_givesWhatOneThreadGives() {
    List<Landmarks> frames = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      frames.add(
          PERSON
              .turned(15 * Math.sin(i), 5 * Math.cos(2 * i), 0)
              .expression(0.5 + 0.5 * Math.sin(3 * i), 0, 0, 0)
              .at(150, 125, 50));
    }
    try (Portrait portrait = translator.open(PHOTO, FACE)) {
      List<Image> sequential = frames.stream().map(portrait::render).toList();
      ExecutorService threads = Executors.newFixedThreadPool(portrait.concurrency());
      try {
        List<CompletableFuture<Image>> concurrent =
            frames.stream()
                .map(f -> CompletableFuture.supplyAsync(() -> portrait.render(f), threads))
                .toList();
        assertSame(concurrent.stream().map(CompletableFuture::join).toList(), sequential);
      } finally {
        threads.shutdown();
      }
    }
  }

  private void assertSame(List<Image> actual, List<Image> expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(FloatComparison.meanDifference(actual.get(i), expected.get(i)))
          .as("frame %d", i)
          .isLessThanOrEqualTo(repeatTolerance());
    }
  }

  /** A corner of the {@link #WIDTH} x {@link #HEIGHT} photo. */
  private enum Corner {
    TOP_LEFT(0, 0),
    TOP_RIGHT(WIDTH - Corner.SIDE, 0),
    BOTTOM_LEFT(0, HEIGHT - Corner.SIDE),
    BOTTOM_RIGHT(WIDTH - Corner.SIDE, HEIGHT - Corner.SIDE);

    static final int SIDE = 16;

    final int x;
    final int y;

    Corner(int x, int y) {
      this.x = x;
      this.y = y;
    }
  }

  private void assertAsItIs(Image out, Image photo, Corner... corners) {
    assertThat(new int[] {out.width(), out.height()}).isEqualTo(new int[] {WIDTH, HEIGHT});
    for (Corner c : corners) {
      assertThat(FloatComparison.meanDifference(out, photo, c.x, c.y, Corner.SIDE, Corner.SIDE))
          .as("%s", c)
          .isLessThanOrEqualTo(backgroundTolerance());
    }
  }

  @Test
  void openAndRender_faceHalfOutsideThePhoto_leavesTheCornersFarFromItAsTheyAre() {
    Landmarks half = PERSON.at(5, 10, 50);
    Image photo = TestFaces.portrait(half, WIDTH, HEIGHT);
    try (Portrait portrait = translator.open(photo, half)) {
      assertThat(FloatComparison.meanDifference(portrait.render(half), photo))
          .isLessThanOrEqualTo(ownLandmarksTolerance());
      assertAsItIs(
          portrait.render(PERSON.at(-20, 0, 50)),
          photo,
          Corner.TOP_RIGHT,
          Corner.BOTTOM_LEFT,
          Corner.BOTTOM_RIGHT);
      assertAsItIs(
          portrait.render(PERSON.at(WIDTH, HEIGHT, 50)),
          photo,
          Corner.TOP_RIGHT,
          Corner.BOTTOM_LEFT);
    }
  }

  @Test
  void render_faceFarOutside_leavesTheCornersAsTheyAre() {
    try (Portrait portrait = translator.open(PHOTO, FACE)) {
      assertAsItIs(portrait.render(PERSON.at(-5000, 9000, 50)), PHOTO, Corner.values());
    }
  }

  @Test
  void render_faceOfExtremeSize_isNearerToItThanThePhoto() {
    try (Portrait portrait = translator.open(PHOTO, FACE)) {
      for (int radius : new int[] {400, 6}) {
        Landmarks face = PERSON.at(150, 125, radius);
        Image truth = TestFaces.portrait(face, WIDTH, HEIGHT);
        assertThat(FloatComparison.meanDifference(portrait.render(face), truth))
            .as("radius %d", radius)
            .isLessThan(FloatComparison.meanDifference(PHOTO, truth));
      }
      assertAsItIs(
          portrait.render(PERSON.at(150, 125, 6)), PHOTO, Corner.TOP_LEFT, Corner.TOP_RIGHT);
    }
  }

  @Test
  void render_faceTurnedMoreThanAHeadCan_leavesTheUpperCornersAsTheyAre() {
    try (Portrait portrait = translator.open(PHOTO, FACE)) {
      assertAsItIs(
          portrait.render(PERSON.turned(80, 40, 175).at(150, 125, 50)),
          PHOTO,
          Corner.TOP_LEFT,
          Corner.TOP_RIGHT);
    }
  }

  @Test
  void openAndRender_tinyPhotoAndOwnLandmarks_isNearlyThePhoto() {
    for (int side : new int[] {1, 2, 17, 40}) {
      Landmarks face = PERSON.at(side / 2.0, side / 2.0, Math.max(1, side / 4.0));
      Image photo = TestFaces.portrait(face, side, side);
      try (Portrait portrait = translator.open(photo, face)) {
        assertThat(FloatComparison.meanDifference(portrait.render(face), photo))
            .as("side %d", side)
            .isLessThanOrEqualTo(ownLandmarksTolerance());
      }
    }
  }

  @Test
  void open_aPhotoTwice_isAsOnce() {
    FacePhoto photo = new FacePhoto(PHOTO, FACE);
    try (Portrait once = translator.open(PHOTO, FACE);
        Portrait twice = translator.open(List.of(photo, photo))) {
      assertThat(FloatComparison.meanDifference(twice.render(TALKING), once.render(TALKING)))
          .isLessThanOrEqualTo(repeatTolerance() + 0.6);
    }
  }

  @Test
  void open_secondPhotoOfTheFramesExpression_isNearerToTheTruth() {
    Image truth = TestFaces.portrait(TALKING, WIDTH, HEIGHT);
    // another size and place: it has to be brought into the first one's frame
    Landmarks there = TALKING.transform(Similarity.scaleThenMove(1.3, 20, -15));
    FacePhoto second = new FacePhoto(TestFaces.portrait(there, 420, 350), there);
    int x = (int) TALKING.left();
    int y = (int) TALKING.top();
    int w = (int) (TALKING.right() - TALKING.left());
    int h = (int) (TALKING.bottom() - TALKING.top());
    try (Portrait one = translator.open(PHOTO, FACE);
        Portrait two = translator.open(List.of(new FacePhoto(PHOTO, FACE), second))) {
      Image out = two.render(TALKING);
      assertThat(new int[] {out.width(), out.height()}).isEqualTo(new int[] {WIDTH, HEIGHT});
      assertThat(FloatComparison.meanDifference(out, truth, x, y, w, h))
          .isLessThan(0.9 * FloatComparison.meanDifference(one.render(TALKING), truth, x, y, w, h));
    }
  }

  @Test
  void open_noPhotosOrTooMany_isRefused() {
    FacePhoto photo = new FacePhoto(PHOTO, FACE);
    assertThatIllegalArgumentException().isThrownBy(() -> translator.open(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> translator.open(Collections.nCopies(17, photo)))
        .withMessageContaining("17");
  }

  @Test
  void render_afterPortraitIsClosed_throws() {
    Portrait portrait = translator.open(PHOTO, FACE);
    portrait.close();
    portrait.close();
    assertThatIllegalStateException().isThrownBy(() -> portrait.render(FACE));
  }

  @Test
  void open_afterClose_throws() {
    translator.close();
    translator.close();
    assertThatIllegalStateException().isThrownBy(() -> translator.open(PHOTO, FACE));
  }

  @Test
  void moving_frameByFrame_isNearWhatEachGivesAsAPhoto() {
    try (MovingPortrait moving = translator.openMoving()) {
      for (int i = 0; i < 4; i++) {
        // A part of the frame is rendered, of another size each time.
        Landmarks face = PERSON.expression(0.2 * i, 0, 0, 0).at(150 + i, 125 - i, 50);
        Image frame = TestFaces.portrait(face, WIDTH, HEIGHT);
        moving.see(frame, face);
        if (i == 1) {
          continue;
        }
        int left = 10 * (i % 3);
        Image part = frame.crop(left, 0, WIDTH - 2 * left, HEIGHT);
        Landmarks own = face.transform(Similarity.scaleThenMove(1, -left, 0));
        Landmarks target = TALKING.transform(Similarity.scaleThenMove(1, i - left, -i));
        Image out = moving.render(part, own, target);
        try (Portrait photo = translator.open(part, own)) {
          assertThat(FloatComparison.meanDifference(out, photo.render(target)))
              .as("frame %d", i)
              .isLessThanOrEqualTo(repeatTolerance() + 0.6);
        }
      }
    }
  }

  @Test
  void moving_afterItIsClosed_throws() {
    MovingPortrait moving = translator.openMoving();
    moving.see(PHOTO, FACE);
    moving.close();
    moving.close();
    assertThatIllegalStateException().isThrownBy(() -> moving.render(PHOTO, FACE, FACE));
  }
}
