package io.github.reenact.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.GazeEstimator;
import io.github.reenact.Image;
import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link GazeEstimator} promises. */
public abstract class GazeEstimatorContract {
  private static final int WIDTH = 340;
  private static final int HEIGHT = 360;
  private static final Landmarks FACE = TestFaces.face().turned(4, -3, 3).at(170, 180, 90);
  private static final double EYE = FACE.x(39) - FACE.x(36);

  private GazeEstimator estimator;

  /** A new instance; the contract closes it. */
  protected abstract GazeEstimator create();

  /** How far a found iris may be from a drawn one, in eye widths, in x and in y. */
  protected abstract double tolerance();

  @BeforeEach
  final void createEstimator() {
    estimator = create();
  }

  @AfterEach
  final void closeEstimator() {
    estimator.close();
  }

  private static DrawnEyes.Drawing looking(double across, double down) {
    return DrawnEyes.draw(FACE, WIDTH, HEIGHT, across, down);
  }

  private void assertNear(Irises found, Irises drawn, double tolerance) {
    assertThat(found.left()).as("left iris").isPresent();
    assertThat(found.right()).as("right iris").isPresent();
    assertNear(found.left().orElseThrow(), drawn.left().orElseThrow(), tolerance);
    assertNear(found.right().orElseThrow(), drawn.right().orElseThrow(), tolerance);
  }

  private void assertNear(Iris found, Iris drawn, double tolerance) {
    assertThat(found.x()).as("x").isCloseTo(drawn.x(), within(tolerance));
    assertThat(found.y()).as("y").isCloseTo(drawn.y(), within(tolerance));
    assertThat(found.radius()).as("radius").isBetween(0.5 * drawn.radius(), 2 * drawn.radius());
  }

  @Test
  void find_drawnIrises_areWhereTheyWereDrawn() {
    for (double across : new double[] {-0.18, -0.08, 0, 0.08, 0.18}) {
      DrawnEyes.Drawing drawing = looking(across, 0);
      assertNear(estimator.find(drawing.picture(), FACE), drawing.irises(), tolerance() * EYE);
    }
  }

  @Test
  void find_mirroredPicture_givesMirroredIrises() {
    Image picture = looking(0.12, 0).picture();
    Irises found = estimator.find(picture, FACE);
    Irises mirrored = estimator.find(mirror(picture), FACE.mirror(WIDTH));
    Iris left = found.left().orElseThrow();
    Iris right = mirrored.right().orElseThrow();
    assertThat(right.x()).isCloseTo(WIDTH - 1 - left.x(), within(0.02 * EYE));
    assertThat(right.y()).isCloseTo(left.y(), within(0.02 * EYE));
    assertThat(right.radius()).isCloseTo(left.radius(), within(0.02 * EYE));
    Iris other = found.right().orElseThrow();
    assertThat(mirrored.left().orElseThrow().x())
        .isCloseTo(WIDTH - 1 - other.x(), within(0.02 * EYE));
  }

  private static Image mirror(Image picture) {
    BufferedImage in = picture.toBufferedImage();
    BufferedImage out =
        new BufferedImage(in.getWidth(), in.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < in.getHeight(); y++) {
      for (int x = 0; x < in.getWidth(); x++) {
        out.setRGB(in.getWidth() - 1 - x, y, in.getRGB(x, y));
      }
    }
    return Image.of(out);
  }

  @Test
  void find_movedPicture_movesTheIrises() {
    Image picture = looking(-0.1, 0).picture();
    Irises here = estimator.find(picture, FACE);
    Irises there =
        estimator.find(
            picture.crop(17, 11, WIDTH - 40, HEIGHT - 40),
            FACE.transform(Similarity.scaleThenMove(1, -17, -11)));
    assertNear(there, here.transform(Similarity.scaleThenMove(1, -17, -11)), 0.02 * EYE);
  }

  @Test
  void find_closedLids_isEmpty() {
    Landmarks blink = TestFaces.face().turned(4, -3, 3).expression(0, 0, 1, 0).at(170, 180, 90);
    Irises found = estimator.find(DrawnEyes.closed(blink, WIDTH, HEIGHT), blink);
    assertThat(found).isEqualTo(Irises.NONE);
  }

  @Test
  void find_eyesOutsideOfThePicture_isEmpty() {
    Image picture = looking(0, 0).picture();
    Landmarks beyond = FACE.transform(Similarity.scaleThenMove(1, 5000, 0));
    assertThat(estimator.find(picture, beyond)).isEqualTo(Irises.NONE);
    Landmarks above = FACE.transform(Similarity.scaleThenMove(1, 0, -3e6));
    assertThat(estimator.find(picture, above)).isEqualTo(Irises.NONE);
  }

  @Test
  void find_landmarksInOnePoint_isEmpty() {
    float[] xy = new float[2 * Landmarks.COUNT];
    Arrays.fill(xy, 17);
    assertThat(estimator.find(looking(0, 0).picture(), Landmarks.of(xy))).isEqualTo(Irises.NONE);
  }

  @Test
  void find_awkwardPicturesAndLandmarks_givesSomethingOrNothing() {
    for (int[] size : new int[][] {{1, 1}, {1, 500}, {500, 1}, {7, 3}, {33, 31}}) {
      Image picture = Image.of(size[0], size[1], new byte[3 * size[0] * size[1]]);
      for (double scale : new double[] {1e-3, 0.02, 0.3, 1, 20, 1e4}) {
        // Irises are finite by their own promise.
        assertThat(estimator.find(picture, FACE.transform(Similarity.scaleThenMove(scale, 0, 0))))
            .isNotNull();
        assertThat(
                estimator.find(
                    picture,
                    FACE.transform(
                        Similarity.scaleThenMove(scale, -scale * FACE.x(36), -scale * FACE.y(36)))))
            .isNotNull();
      }
    }
  }

  @Test
  void find_manyThreads_givesWhatOneThreadGives() {
    List<DrawnEyes.Drawing> drawings =
        IntStream.range(0, 24).mapToObj(i -> looking((i - 12) / 80.0, 0)).toList();
    List<Irises> sequential =
        drawings.stream().map(d -> estimator.find(d.picture(), FACE)).toList();
    List<Irises> parallel =
        drawings.parallelStream().map(d -> estimator.find(d.picture(), FACE)).toList();
    assertThat(parallel).isEqualTo(sequential);
  }

  @Test
  void find_afterClose_throws() {
    Image picture = looking(0, 0).picture();
    estimator.close();
    estimator.close();
    assertThatIllegalStateException().isThrownBy(() -> estimator.find(picture, FACE));
  }
}
