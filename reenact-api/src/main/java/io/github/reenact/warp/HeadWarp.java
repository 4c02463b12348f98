package io.github.reenact.warp;

import io.github.reenact.FacePart;
import io.github.reenact.Landmarks;
import io.github.reenact.head.HeadFit;
import io.github.reenact.head.HeadShape;
import io.github.reenact.head.Pose;
import io.github.reenact.head.SmoothStep;
import java.util.List;

/**
 * Warps a photo so that its face's landmarks move to their target positions; what is far from the
 * face stays as it is.
 *
 * <p>Ours, not from the paper: a smoothing thin-plate spline through the 68 landmarks, points on
 * the outline of skull and hair, and fixed points on the border of the region that may move. The
 * outline turns with the head in 3D: a weak-perspective pose is fitted to the target landmarks,
 * with the mean head's depth and the source's own face, so that hair follows a turning head instead
 * of curling. The smoothing grows with the turn, since the landmarks of hidden parts pull the more.
 *
 * <p>The region is a square of about four face sizes around the face. Where one of its sides lies
 * inside the photo, the motion fades to exactly none towards it; where it is the photo's edge, it
 * is held by fixed points only, except near the head, which may move over the edge.
 *
 * <p>The source side is analysed once. Immutable and thread-safe.
 */
public final class HeadWarp {
  // All numbers below were chosen by the mean absolute error on real clips of people who were kept
  // out of the final measurement.

  /** The length in which the spline counts, in face sizes: smoothing depends on it. */
  private static final double UNIT = 2;

  /** How free brows, eyes, nose and mouth are. */
  private static final double FREE_FEATURES = 4e-4;

  /** How free the jaw is: its points slide along the outline as the head turns. */
  private static final double FREE_JAW = 1e-2;

  /** How free the outline of skull and hair is: it is a guess. */
  private static final double FREE_HEAD = 6e-3;

  /** How free the region's border is. */
  private static final double FREE_BORDER = 5e-3;

  /** The turn in degrees at which everything is twice as free. */
  private static final double TURN = 40;

  /** How near the head may come to a border point before that lets go, in face sizes. */
  private static final double NEAR = 0.22;

  /** How far the head is when a border point holds fully, in face sizes. */
  private static final double FAR = 0.66;

  /**
   * The gap that closed lids keep for the spline, in widths of the eye: where they coincide it
   * takes the mean of both and leaves the eye open. Eyes were closed furthest by 0.06 to 0.1.
   */
  private static final double LIDS_MEET = 0.08;

  private static final List<FacePart> EYES = List.of(FacePart.LEFT_EYE, FacePart.RIGHT_EYE);

  /** Pairs of an upper and a lower point that an eye has between its corners. */
  private static final int LIDS = 2;

  /** Half a side of the region, in face sizes. */
  private static final double REGION = 2;

  /** The least room between the target face's centre and the region's sides, in face sizes. */
  private static final double ROOM = 1.4;

  /** How wide the strip is in which the motion fades, in face sizes. */
  private static final double FADE = 0.6;

  /** Nodes across the largest region; smaller regions have as many per face size. */
  private static final int NODES = 61;

  private static final int BORDER = 16;

  private final int width;
  private final int height;
  private final float[] source;
  private final double size;
  private final double centerX;
  private final double centerY;

  private final Pose pose;
  private final HeadFit fitter;

  /** The outline's points in 3D as the source's camera sees them, and where it sees them. */
  private final double[][] head;

  private final double[] headX;
  private final double[] headY;

  /**
   * Analyses the source.
   *
   * @param source the face's landmarks in the photo, in its pixels
   * @param width of the photo in pixels
   * @param height of the photo in pixels
   * @throws IllegalArgumentException if all landmarks lie in one point or a size is not positive
   */
  public HeadWarp(Landmarks source, int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a photo of " + width + "x" + height + " pixels; both must be at least 1");
    }
    checkFace(source);
    this.width = width;
    this.height = height;
    this.source = source.toArray();
    size = size(source);
    centerX = (source.left() + (double) source.right()) / 2;
    centerY = (source.top() + (double) source.bottom()) / 2;

    double[][] mean = HeadShape.face();
    pose = HeadShape.pose(source);
    // the person's own face, as the camera sees it: depth from the mean head, the rest observed
    double[][] own = new double[mean.length][];
    for (int i = 0; i < own.length; i++) {
      own[i] =
          new double[] {
            (source.x(i) - pose.tx) / pose.scale,
            (source.y(i) - pose.ty) / pose.scale,
            pose.z(mean[i])
          };
    }
    fitter = HeadFit.rigid(own);
    double[][] outline = HeadShape.head();
    head = new double[outline.length][];
    headX = new double[head.length];
    headY = new double[head.length];
    for (int i = 0; i < head.length; i++) {
      headX[i] = pose.x(outline[i]);
      headY[i] = pose.y(outline[i]);
      head[i] =
          new double[] {
            (headX[i] - pose.tx) / pose.scale, (headY[i] - pose.ty) / pose.scale, pose.z(outline[i])
          };
    }
  }

  /**
   * Finds the flow that brings the face to new landmarks. With the source's own landmarks it
   * changes nothing.
   *
   * @param target in pixels of the photo
   * @throws IllegalArgumentException if all landmarks lie in one point
   */
  public Flow to(Landmarks target) {
    checkFace(target);
    Pose turned = fitter.fit(target);
    double targetSize = size(target);
    double targetX = (target.left() + (double) target.right()) / 2;
    double targetY = (target.top() + (double) target.bottom()) / 2;

    double left = Math.min(centerX - REGION * size, targetX - ROOM * targetSize);
    double right = Math.max(centerX + REGION * size, targetX + ROOM * targetSize);
    double top = Math.min(centerY - REGION * size, targetY - ROOM * targetSize);
    double bottom = Math.max(centerY + REGION * size, targetY + ROOM * targetSize);
    // the photo's edge is the border of its outermost pixels' centres
    boolean fadeLeft = left > 0;
    boolean fadeTop = top > 0;
    boolean fadeRight = right < width - 1;
    boolean fadeBottom = bottom < height - 1;
    double x0 = Math.min(Math.max(left, 0), width - 1);
    double y0 = Math.min(Math.max(top, 0), height - 1);
    double w = Math.max(Math.min(right, width - 1) - x0, 1e-3);
    double h = Math.max(Math.min(bottom, height - 1) - y0, 1e-3);

    double unit = UNIT * size;
    double turn = turned.turn();
    double loose = 1 + turn * turn / (TURN * TURN);
    int n = Landmarks.COUNT + head.length + BORDER;
    double[] px = new double[n];
    double[] py = new double[n];
    double[] qx = new double[n];
    double[] qy = new double[n];
    double[] free = new double[n];
    int k = 0;
    Landmarks parted = parted(target);
    for (; k < Landmarks.COUNT; k++) {
      px[k] = parted.x(k);
      py[k] = parted.y(k);
      qx[k] = source[2 * k];
      qy[k] = source[2 * k + 1];
      free[k] = loose * (FacePart.JAW.contains(k) ? FREE_JAW : FREE_FEATURES);
    }
    for (int i = 0; i < head.length; i++, k++) {
      px[k] = turned.x(head[i]);
      py[k] = turned.y(head[i]);
      qx[k] = headX[i];
      qy[k] = headY[i];
      free[k] = loose * FREE_HEAD;
    }
    for (int i = 0; i < BORDER; i++, k++) {
      int side = i / 4;
      double t = i % 4 / 4.0;
      double u = side == 0 ? t : side == 1 ? 1 : side == 2 ? 1 - t : 0;
      double v = side == 0 ? 0 : side == 1 ? t : side == 2 ? 1 : 1 - t;
      px[k] = qx[k] = x0 + u * w;
      py[k] = qy[k] = y0 + v * h;
      double d = Double.POSITIVE_INFINITY;
      for (int j = 0; j < head.length; j++) {
        int at = Landmarks.COUNT + j;
        d = Math.min(d, Math.hypot(px[k] - px[at], py[k] - py[at]));
        d = Math.min(d, Math.hypot(px[k] - headX[j], py[k] - headY[j]));
      }
      // not a threshold, so that a head that comes near an edge does not jump when a point lets go
      double hold = SmoothStep.of((d / size - NEAR) / (FAR - NEAR));
      free[k] = loose * FREE_BORDER / Math.max(hold, 1e-7);
    }
    for (int i = 0; i < n; i++) {
      px[i] = (px[i] - centerX) / unit;
      py[i] = (py[i] - centerY) / unit;
      qx[i] = (qx[i] - centerX) / unit;
      qy[i] = (qy[i] - centerY) / unit;
    }
    ThinPlate plate = ThinPlate.solve(px, py, qx, qy, free);

    int columns = nodes(w);
    int rows = nodes(h);
    double stepX = w / (columns - 1);
    double stepY = h / (rows - 1);
    float[] displacement = new float[2 * columns * rows];
    plate.displacements(
        (x0 - centerX) / unit,
        (y0 - centerY) / unit,
        stepX / unit,
        stepY / unit,
        columns,
        rows,
        unit,
        displacement);
    double fade = FADE * size;
    for (int j = 0, o = 0; j < rows; j++) {
      double fy =
          (fadeTop ? SmoothStep.of(j * stepY / fade) : 1)
              * (fadeBottom ? SmoothStep.of((rows - 1 - j) * stepY / fade) : 1);
      for (int i = 0; i < columns; i++, o += 2) {
        double f =
            fy
                * (fadeLeft ? SmoothStep.of(i * stepX / fade) : 1)
                * (fadeRight ? SmoothStep.of((columns - 1 - i) * stepX / fade) : 1);
        displacement[o] *= (float) f;
        displacement[o + 1] *= (float) f;
      }
    }
    return new Flow(x0, y0, stepX, stepY, columns, rows, displacement);
  }

  /**
   * The landmarks that {@link #to} takes for others: lids are no nearer to each other than closed
   * lids are as a detector sees them, {@value #LIDS_MEET} widths of the eye, unless the source's
   * are.
   *
   * @param target in pixels of the photo
   */
  public Landmarks parted(Landmarks target) {
    float[] given = target.toArray();
    float[] out = given.clone();
    for (FacePart eye : EYES) {
      int left = eye.leftCorner();
      int right = eye.rightCorner();
      double dx = given[2 * right] - (double) given[2 * left];
      double dy = given[2 * right + 1] - (double) given[2 * left + 1];
      for (int i = 1; i <= LIDS; i++) {
        double least = Math.min(LIDS_MEET, opening(source, eye, i));
        double apart = Math.max(0, least - opening(given, eye, i)) / 2;
        int upper = eye.upper(i);
        int lower = eye.lower(i);
        out[2 * upper] += (float) (apart * dy);
        out[2 * upper + 1] -= (float) (apart * dx);
        out[2 * lower] -= (float) (apart * dy);
        out[2 * lower + 1] += (float) (apart * dx);
      }
    }
    return Landmarks.of(out);
  }

  /** How far a pair of lid points is apart across the eye, in its widths; below 0 if crossed. */
  private static double opening(float[] face, FacePart eye, int pair) {
    int left = 2 * eye.leftCorner();
    int right = 2 * eye.rightCorner();
    int upper = 2 * eye.upper(pair);
    int lower = 2 * eye.lower(pair);
    double dx = face[right] - (double) face[left];
    double dy = face[right + 1] - (double) face[left + 1];
    double across =
        (face[lower + 1] - (double) face[upper + 1]) * dx
            - (face[lower] - (double) face[upper]) * dy;
    return across / Math.max(dx * dx + dy * dy, 1e-9);
  }

  /** The angle in degrees, 0 to 180, by which the head turns from the source to the target. */
  public double turn(Landmarks target) {
    checkFace(target);
    return fitter.fit(target).turn();
  }

  private int nodes(double length) {
    double share = length / (2 * REGION * size);
    return (int) Math.min(Math.max(Math.ceil(share * (NODES - 1)) + 1, 9), 2 * NODES);
  }

  private static double size(Landmarks face) {
    // a face seen as a line still has a size
    return Math.max(
        face.size(), 0.25 * Math.max(face.right() - face.left(), face.bottom() - face.top()));
  }

  private static void checkFace(Landmarks face) {
    if (!(face.radius() > 1e-6)) {
      throw new IllegalArgumentException(
          "all 68 landmarks lie in one point, " + face + ": not a face");
    }
  }
}
