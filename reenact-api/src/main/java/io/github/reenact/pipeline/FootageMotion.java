package io.github.reenact.pipeline;

import io.github.reenact.LandmarkDisentangler;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionControl;
import io.github.reenact.MotionMode;
import io.github.reenact.Similarity;
import io.github.reenact.head.Pose;
import io.github.reenact.head.Shape;

/**
 * Where the landmarks of a take's frames go when a driver moves mouth or expression (ours).
 *
 * <p>The person is known by one reference face, F. {@link MotionTransfer} gives F with the driver's
 * expression, M, in F's pose; what M shifts against F is its expression. Those of its parts that
 * are changed ({@link RegionControl}) are turned into the pose that the frame's face T has, and
 * take the place of what T itself shifts there. All else of T, its pose and place above all, stays.
 *
 * <p>Not thread-safe: it remembers the driver.
 */
public final class FootageMotion {
  /** The reference face's radius and place, in pixels of no picture. */
  private static final double RADIUS = 64;

  private static final double CENTRE = 256;

  private final MotionTransfer transfer;
  private final PhotoHead head;
  private final double mouth;
  private final double eyes;
  private final double strength;

  /**
   * For one person.
   *
   * @param reference the person's face from the front, at rest
   * @param mouth whether lips and jaw are the driver's
   * @param eyes whether lids and brows are the driver's
   * @param strength 0: the take's own expression, 1: the driver's, more exaggerates the driver's
   * @throws IllegalArgumentException if all points are equal
   */
  public FootageMotion(
      LandmarkDisentangler disentangler,
      Landmarks reference,
      boolean mouth,
      boolean eyes,
      double strength) {
    Similarity place = Similarity.scaleThenMove(RADIUS, CENTRE, CENTRE);
    Landmarks face = reference.transform(Similarity.normalizing(reference)).transform(place);
    MotionControl control = MotionControl.builder().pose(0).closeLips(true).build();
    int side = (int) (2 * CENTRE);
    this.transfer =
        new MotionTransfer(
            disentangler,
            face,
            side,
            side,
            new MotionTransfer.Settings(MotionMode.RELATIVE, 1, control));
    this.head = new PhotoHead(Shape.of(face));
    this.mouth = mouth ? 1 : 0;
    this.eyes = eyes ? 1 : 0;
    this.strength = strength;
  }

  /** Takes over what another one, of another reference face, knows of the driver. */
  public void follow(FootageMotion other) {
    transfer.follow(other.transfer);
  }

  /**
   * The next frame's landmarks with the driver's expression.
   *
   * @param take of the frame, in its pixels
   * @param driver in pixels of the driver's frame
   * @param width of the driver's frame in pixels
   * @param height of the driver's frame in pixels
   * @param seconds time stamp
   * @throws IllegalArgumentException if all points are equal
   */
  public Landmarks move(Landmarks take, Landmarks driver, int width, int height, double seconds) {
    Shape moved = Shape.of(transfer.move(driver, width, height, seconds));
    Pose from = head.pose(moved);
    Shape face = Shape.of(take);
    Pose to = head.pose(face);
    double larger = to.scale / from.scale;
    Shape theirs =
        RegionControl.turned(moved.minus(head.seen(from)).times(larger), from, larger, to);
    Shape own = face.minus(head.seen(to));
    double kept = Math.max(0, 1 - strength);
    Shape change =
        RegionControl.part(theirs, to, mouth, eyes)
            .times(strength)
            .minus(RegionControl.part(own, to, mouth, eyes).times(1 - kept));
    return Retargeting.parted(face.plus(change), face).toLandmarks();
  }
}
