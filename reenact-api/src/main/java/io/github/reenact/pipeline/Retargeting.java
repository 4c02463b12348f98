package io.github.reenact.pipeline;

import io.github.reenact.FacePart;
import io.github.reenact.Landmarks;
import io.github.reenact.MotionControl;
import io.github.reenact.head.Pose;
import io.github.reenact.head.Shape;
import io.github.reenact.head.SmoothStep;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Opens and closes mouth and eyes to given ratios (ours; what LivePortrait, arXiv 2407.03168, calls
 * retargeting, without a network). Lips and lids that come apart or together take along what is
 * around them: lips' outer edges, chin and jaw.
 *
 * <p>The ratios are those of {@link Landmarks#mouthOpening()} and {@link Landmarks#eyeOpening()} in
 * the photo's pose. In another pose the gap is foreshortened with the face's height, and the width
 * with its own direction on the head: both as on the turned photo.
 *
 * <p>Immutable and thread-safe.
 */
final class Retargeting {
  /**
   * A driver's mouth that is open by less is closed: what dlib's landmarks leave between closed
   * lips. In nine of ten clips of talking people their smallest openings (the lowest 2 %) are less.
   */
  static final double LIPS_MEET = 0.04;

  /** A driver's mouth that is open by more is left as it is; half of the time talkers are above. */
  static final double LIPS_PART = 0.1;

  /** What the upper lip and lid have of the way, if the lower ones have the rest. */
  private static final double UPPER_LIP = 0.25;

  private static final double UPPER_LID = 0.8;

  /** How much of the lower lip's way the chin goes. */
  private static final double CHIN = 0.8;

  /** How much of the chin's way each point of the jaw line goes, from the ear to the chin. */
  private static final double[] JAW = {0, 0, 0, 0.1, 0.3, 0.6, 0.85, 0.97, 1};

  /** The mouth opens less beside its middle. */
  private static final double LIP_SIDE = 0.75;

  /** Of the foreshortening of a width, the smallest that is believed: that of 75 degrees. */
  private static final double MIN_WIDTH = 0.26;

  /** By how much lids are changed at most, in widths of the eye: from closed to open. */
  private static final double MOST_MORE = 0.35;

  /**
   * The gap that closed lids keep, in widths of the eye: where lids coincide, a warp cannot tell
   * which of them a pixel comes from and leaves the eye open. On frames of three people eyes were
   * closed furthest by gaps of 0.05 to 0.09, and nearly as open as before by 0.01.
   */
  private static final double LIDS_MEET = 0.06;

  /** An eye that has less than this of the other one's width is seen from the side. */
  private static final double SIDEWAYS = 0.25;

  /**
   * A mouth or an eye.
   *
   * @param part its edge
   * @param measured the weights in what is measured of its pairs of upper and lower points, from
   *     left to right
   */
  private record Slit(FacePart part, List<Double> measured) {
    int pairs() {
      return measured.size();
    }

    int upper(int pair) {
      return part.upper(pair + 1);
    }

    int lower(int pair) {
      return part.lower(pair + 1);
    }

    double weight(int pair) {
      return measured.get(pair);
    }
  }

  private static final Slit MOUTH = new Slit(FacePart.INNER_LIPS, List.of(0.0, 1.0, 0.0));
  private static final Slit LEFT_EYE = new Slit(FacePart.LEFT_EYE, List.of(0.5, 0.5));
  private static final Slit RIGHT_EYE = new Slit(FacePart.RIGHT_EYE, List.of(0.5, 0.5));
  private static final List<Slit> EYES = List.of(LEFT_EYE, RIGHT_EYE);

  private final PhotoHead head;
  private final Shape photo;
  private final OptionalDouble mouth;
  private final OptionalDouble eyes;

  /** How far lips are closed with the driver's, 0 to 1. */
  private final double closeLips;

  /**
   * For the photo's face.
   *
   * @param photo its shape
   * @param strength the overall one
   */
  Retargeting(PhotoHead head, Shape photo, MotionControl control, double strength) {
    this.head = head;
    this.photo = photo;
    this.mouth = control.mouthOpening();
    this.eyes = control.eyeOpening();
    this.closeLips =
        control.closeLips() ? Math.min(1, strength * control.expression() * control.mouth()) : 0;
  }

  /** For a face whose openings are only measured, and changed by numbers. */
  Retargeting(PhotoHead head, Shape face) {
    this(head, face, MotionControl.DEFAULT, 1);
  }

  /** Whether openings are set, whatever the driver does. */
  boolean areSet() {
    return mouth.isPresent() || eyes.isPresent();
  }

  /**
   * The shape with the openings asked for; the very same if none is.
   *
   * @param driverMouth the driver's {@link Landmarks#mouthOpening()}
   */
  Shape apply(Shape shape, double driverMouth) {
    double lips = 1 - closeLips * (1 - part(driverMouth));
    if (!areSet() && lips == 1) {
      return shape;
    }
    Upright seen = upright(shape);
    double[] down = seen.down;
    double[] out = shape.toArray();
    if (mouth.isPresent() || lips < 1) {
      double gap =
          mouth.isPresent()
              ? mouth.getAsDouble() * seen.full(MOUTH)
              : lips * gap(MOUTH, shape, down);
      openMouth(out, shape, down, gap);
    }
    if (eyes.isPresent()) {
      for (Slit eye : EYES) {
        openEye(out, shape, eye, down, eyes.getAsDouble() * seen.full(eye));
      }
    }
    return Shape.of(out);
  }

  /**
   * A shape whose mouth and eyes are open by more, or less, than they are.
   *
   * @param moreMouth what is added to the mouth's ratio, which stays below {@link
   *     MotionControl#MAX_MOUTH_OPENING}; lips that close keep {@value #LIPS_MEET} if they had it
   * @param moreEyes what is added to each eye's ratio, which stays below {@link
   *     MotionControl#MAX_EYE_OPENING}; lids that close keep {@value #LIDS_MEET} if they had it
   */
  Shape opened(Shape shape, double moreMouth, double moreEyes) {
    Upright seen = upright(shape);
    double[] out = shape.toArray();
    if (moreMouth != 0) {
      double gap = seen.gap(MOUTH, moreMouth, LIPS_MEET, MotionControl.MAX_MOUTH_OPENING);
      openMouth(out, shape, seen.down, gap);
    }
    for (Slit eye : moreEyes == 0 ? List.<Slit>of() : EYES) {
      double gap = seen.gap(eye, moreEyes, LIDS_MEET, MotionControl.MAX_EYE_OPENING);
      openEye(out, shape, eye, seen.down, gap);
    }
    return Shape.of(out);
  }

  private Upright upright(Shape shape) {
    Pose pose = head.pose(shape);
    double x = pose.x(new double[] {0, 1, 0}) - pose.tx;
    double y = pose.y(new double[] {0, 1, 0}) - pose.ty;
    double height = Math.max(Math.hypot(x, y), 1e-6);
    return new Upright(shape, head.seen(pose), new double[] {x / height, y / height}, height);
  }

  /** How a shape's head is turned: which way is down on it, and how long a step that way is. */
  private final class Upright {
    private final Shape shape;
    private final Shape turned;
    private final double[] down;
    private final double height;

    Upright(Shape shape, Shape turned, double[] down, double height) {
      this.shape = shape;
      this.turned = turned;
      this.down = down;
      this.height = height;
    }

    /** The gap at which a ratio is 1. */
    double full(Slit slit) {
      return height * width(slit, shape, turned);
    }

    /** The gap for a ratio that is so much more than it is. */
    double gap(Slit slit, double more, double least, double most) {
      double now = Retargeting.gap(slit, shape, down);
      double full = full(slit);
      double smallest = Math.min(now, least * full);
      return Math.max(smallest, Math.min(Math.max(now, most * full), now + more * full));
    }
  }

  /**
   * How far each eye of a shape is open, in its own width, whatever the pose: the one on the left
   * of the picture, the one on the right.
   */
  static double[] lids(Shape shape) {
    double[] out = new double[2];
    for (int i = 0; i < 2; i++) {
      Slit eye = EYES.get(i);
      double width = length(shape, eye);
      double[] down = acrossDown(shape, eye);
      out[i] = width > 0 ? gap(eye, shape, down) / width : 0;
    }
    return out;
  }

  /**
   * A shape whose eyes are open by more, or less. An eye that is seen from the side, much narrower
   * than the other one, is left as it is: there, little of the gap is the lids'.
   *
   * @param more for each eye of {@link #lids}, in its own width, of which at most {@value
   *     #MOST_MORE} count; below 0 they close, at most wholly
   */
  static Shape withLids(Shape shape, double[] more) {
    double[] out = shape.toArray();
    double widest = Math.max(length(shape, LEFT_EYE), length(shape, RIGHT_EYE));
    for (int i = 0; i < 2; i++) {
      Slit eye = EYES.get(i);
      double width = length(shape, eye);
      double t = widest > 0 ? (width / widest - SIDEWAYS) / SIDEWAYS : 0;
      double seen = Math.max(0, Math.min(1, t));
      double change = seen * Math.max(-MOST_MORE, Math.min(MOST_MORE, more[i]));
      double[] down = acrossDown(shape, eye);
      double now = gap(eye, shape, down);
      openEye(out, shape, eye, down, Math.max(0, now + change * width));
    }
    return Shape.of(out);
  }

  /**
   * A shape whose lids have not come nearer to each other than closed lids are, unless they were
   * so; the very same if they have not.
   *
   * @param before the shape that was moved
   */
  static Shape parted(Shape shape, Shape before) {
    double[] lids = lids(shape);
    double[] own = lids(before);
    double[] more = new double[2];
    for (int i = 0; i < 2; i++) {
      double least = Math.max(0, Math.min(LIDS_MEET, own[i]));
      more[i] = Math.max(0, least - lids[i]);
    }
    return more[0] == 0 && more[1] == 0 ? shape : withLids(shape, more);
  }

  /**
   * What {@link #opened} has to add to a mouth's ratio for as wide a gap as another shape has.
   *
   * @param wanted the other one, in about the same pose
   */
  double mouthMissing(Shape shape, Shape wanted) {
    Upright seen = upright(wanted);
    double full = seen.full(MOUTH);
    return full > 0 ? (gap(MOUTH, wanted, seen.down) - gap(MOUTH, shape, seen.down)) / full : 0;
  }

  /** The direction across an eye, from the upper lid to the lower one. */
  private static double[] acrossDown(Shape shape, Slit eye) {
    double width = Math.max(length(shape, eye), 1e-9);
    int left = eye.part.leftCorner();
    int right = eye.part.rightCorner();
    return new double[] {
      -(shape.y(right) - shape.y(left)) / width, (shape.x(right) - shape.x(left)) / width
    };
  }

  /** 0 where the driver's lips meet, 1 where they are well apart. */
  private static double part(double opening) {
    return SmoothStep.of((opening - LIPS_MEET) / (LIPS_PART - LIPS_MEET));
  }

  /** The width as it were in the photo's pose. */
  private double width(Slit slit, Shape shape, Shape turned) {
    double inPhoto = length(photo, slit);
    double seen = Math.max(length(turned, slit), MIN_WIDTH * inPhoto);
    return seen > 0 ? length(shape, slit) * inPhoto / seen : 0;
  }

  private static double length(Shape shape, Slit slit) {
    int left = slit.part.leftCorner();
    int right = slit.part.rightCorner();
    return Math.hypot(shape.x(right) - shape.x(left), shape.y(right) - shape.y(left));
  }

  private static void openMouth(double[] out, Shape shape, double[] down, double gap) {
    double[][] change = changes(MOUTH, shape, down, gap, LIP_SIDE);
    FacePart outer = FacePart.OUTER_LIPS;
    for (int j = 0; j < 3; j++) {
      shift(out, MOUTH.upper(j), -UPPER_LIP, change[j]);
      shift(out, outer.upper(2 + j), -UPPER_LIP, change[j]);
      shift(out, MOUTH.lower(j), 1 - UPPER_LIP, change[j]);
      shift(out, outer.lower(2 + j), 1 - UPPER_LIP, change[j]);
    }
    // between the middle and the corners, which stay
    shift(out, outer.upper(1), -UPPER_LIP / 2, change[0]);
    shift(out, outer.upper(5), -UPPER_LIP / 2, change[2]);
    shift(out, outer.lower(1), (1 - UPPER_LIP) / 2, change[0]);
    shift(out, outer.lower(5), (1 - UPPER_LIP) / 2, change[2]);
    int lastOfJaw = FacePart.JAW.last();
    for (int i = 0; i <= lastOfJaw; i++) {
      shift(out, i, (1 - UPPER_LIP) * CHIN * JAW[Math.min(i, lastOfJaw - i)], change[1]);
    }
  }

  private static void openEye(double[] out, Shape shape, Slit eye, double[] down, double gap) {
    double[][] change = changes(eye, shape, down, gap, 1);
    for (int j = 0; j < change.length; j++) {
      shift(out, eye.upper(j), -UPPER_LID, change[j]);
      shift(out, eye.lower(j), 1 - UPPER_LID, change[j]);
    }
  }

  private static void shift(double[] xy, int point, double share, double[] way) {
    xy[2 * point] += share * way[0];
    xy[2 * point + 1] += share * way[1];
  }

  /**
   * How the ways from the upper to the lower points have to change for a gap: they shrink all to
   * the same part of theirs, or grow along the face.
   *
   * @param side by what pairs grow that are not measured
   */
  private static double[][] changes(
      Slit slit, Shape shape, double[] down, double gap, double side) {
    double[][] gaps = gaps(slit, shape, down);
    double now = gap(slit, gaps, 0, down);
    double growth = 0;
    if (gap > now) {
      // the gap is a length, which is not quite linear in the growth: a few steps of Newton's
      for (int step = 0; step < 6; step++) {
        growth += gap - gap(slit, gaps, growth, down);
      }
    }
    double[][] change = new double[gaps.length][];
    for (int j = 0; j < gaps.length; j++) {
      double[] to;
      if (gap > now) {
        double g = growth * (slit.weight(j) > 0 ? 1 : side);
        to = new double[] {gaps[j][0] + g * down[0], gaps[j][1] + g * down[1]};
      } else {
        double f = now > 0 ? gap / now : 0;
        to = new double[] {gaps[j][0] * f, gaps[j][1] * f};
      }
      change[j] =
          new double[] {
            to[0] - (shape.x(slit.lower(j)) - shape.x(slit.upper(j))),
            to[1] - (shape.y(slit.lower(j)) - shape.y(slit.upper(j)))
          };
    }
    return change;
  }

  /** The ways from the upper to the lower points; points that have crossed are closed. */
  private static double[][] gaps(Slit slit, Shape shape, double[] down) {
    double[][] out = new double[slit.pairs()][];
    for (int j = 0; j < out.length; j++) {
      double x = shape.x(slit.lower(j)) - shape.x(slit.upper(j));
      double y = shape.y(slit.lower(j)) - shape.y(slit.upper(j));
      double crossed = Math.min(0, x * down[0] + y * down[1]);
      out[j] = new double[] {x - crossed * down[0], y - crossed * down[1]};
    }
    return out;
  }

  private static double gap(Slit slit, Shape shape, double[] down) {
    return gap(slit, gaps(slit, shape, down), 0, down);
  }

  /** The mean length of the ways that are measured, when all have grown. */
  private static double gap(Slit slit, double[][] gaps, double growth, double[] down) {
    double sum = 0;
    for (int j = 0; j < gaps.length; j++) {
      sum +=
          slit.weight(j) * Math.hypot(gaps[j][0] + growth * down[0], gaps[j][1] + growth * down[1]);
    }
    return sum;
  }
}
