package io.github.reenact.tf.gaze.training;

import io.github.reenact.Image;
import io.github.reenact.Iris;
import io.github.reenact.Landmarks;
import io.github.reenact.tf.gaze.network.EyeView;
import io.github.reenact.tf.gaze.network.GreyPatch;
import java.util.Optional;

/**
 * One labelled eye to train on or to evaluate with: its part of the picture in grey, the landmarks
 * of both eyes, and where the iris is.
 *
 * <p>Immutable and thread-safe. Takes about 5 to 20 kB.
 */
public final class GazeSample {
  /** Eye widths around the centre that are kept, so that the view can be moved and turned. */
  private static final double KEPT = 1.6;

  /** Patch pixels an eye width: less would be seen, more would be wasted. */
  private static final double RESOLUTION = 28;

  /** An eye's landmarks belong to the labelled iris only if it is this near, in eye widths. */
  private static final double NEAR = 0.6;

  /**
   * What is known of one eye.
   *
   * @param iris where it is, if that is known
   * @param seen whether the iris can be seen; empty if nobody knows. An iris that is given is seen
   */
  public record Label(Optional<Iris> iris, Optional<Boolean> seen) {
    /** Nothing is known. */
    public static final Label UNKNOWN = new Label(Optional.empty(), Optional.empty());

    /** The lid is closed, or the eye is hidden. */
    public static final Label HIDDEN = new Label(Optional.empty(), Optional.of(false));

    /**
     * Checks that both agree.
     *
     * @throws IllegalArgumentException if an iris is given that is said not to be seen
     */
    public Label {
      if (iris.isPresent() && !seen.orElse(false)) {
        throw new IllegalArgumentException("an iris that is given has to be seen: " + iris.get());
      }
    }

    /** An iris that is seen. */
    public static Label of(Iris iris) {
      return new Label(Optional.of(iris), Optional.of(true));
    }
  }

  private final String item;
  private final String identity;
  private final boolean right;
  private final double[] points;
  private final Label label;
  private final int width;
  private final int height;
  private final double left;
  private final double top;
  private final double step;
  private final byte[] grey;

  private GazeSample(
      String item, String identity, boolean right, double[] points, Label label, GreyPatch patch) {
    this.item = item;
    this.identity = identity;
    this.right = right;
    this.points = points;
    this.label = label;
    width = patch.width();
    height = patch.height();
    left = patch.left();
    top = patch.top();
    step = patch.step();
    float[] values = patch.values();
    grey = new byte[values.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) Math.round(values[i]);
    }
  }

  /**
   * Takes one eye out of a picture.
   *
   * @param item the clip or photo that the picture is of
   * @param identity whom it shows
   * @param picture of any size; not kept
   * @param landmarks found in the picture, in its pixels
   * @param right whether it is the eye on the right of the picture
   * @param label what is known of that eye, in pixels of the picture
   * @return empty if the eye is too small or outside of the picture, or its landmarks are not where
   *     the iris is: those of another face, or wrong
   */
  public static Optional<GazeSample> of(
      String item,
      String identity,
      Image picture,
      Landmarks landmarks,
      boolean right,
      Label label) {
    double[] points = EyeView.points(landmarks);
    return EyeView.of(points, right)
        .filter(view -> view.isIn(picture))
        .filter(
            view ->
                label.iris().isEmpty()
                    || Math.hypot(
                            label.iris().get().x() - view.cx(), label.iris().get().y() - view.cy())
                        < NEAR * view.width())
        .map(
            view -> {
              int factor = Math.max(1, (int) (view.width() / RESOLUTION));
              GreyPatch patch =
                  GreyPatch.cut(picture, view.cx(), view.cy(), KEPT * view.width(), factor);
              return new GazeSample(item, identity, right, points, label, patch);
            });
  }

  /** The clip or photo that it is of. */
  public String item() {
    return item;
  }

  /** Whom it shows. */
  public String identity() {
    return identity;
  }

  /** Whether it is the eye on the right of the picture. */
  public boolean isRight() {
    return right;
  }

  /** What is known of it. */
  public Label label() {
    return label;
  }

  /** Both eyes' landmarks, a copy: see {@link EyeView#points}. */
  double[] points() {
    return points.clone();
  }

  GreyPatch patch() {
    float[] values = new float[grey.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = grey[i] & 255;
    }
    return new GreyPatch(width, height, left, top, step, values);
  }
}
