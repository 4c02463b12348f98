package io.github.reenact.pipeline;

import io.github.reenact.FaceEdit;
import io.github.reenact.FaceEdits;
import io.github.reenact.FacePart;
import io.github.reenact.Landmarks;
import io.github.reenact.Similarity;
import io.github.reenact.head.Pose;
import io.github.reenact.head.Shape;

/**
 * Where the landmarks of a face go when it is changed by numbers (ours). Shifts are measured in
 * widths of the mouth that one reference face of the person has, in that face's plane, and turned
 * into the pose that the face has.
 *
 * <p>Immutable and thread-safe.
 */
public final class FaceEditor {
  /** How far the corners of the mouth go apart and up in a broad smile. */
  private static final double SMILE_ASIDE = 0.13;

  private static final double SMILE_UP = 0.14;

  /** How far brows are raised, and lowered. */
  private static final double BROWS_UP = 0.2;

  private static final double BROWS_DOWN = 0.1;

  private final PhotoHead head;
  private final Retargeting openings;

  /** Of each lip point: the way from the middle of the mouth to its corner, -1 to 1. */
  private final double[] aside = new double[Landmarks.COUNT];

  private final double unit;

  /**
   * For one person.
   *
   * @param reference the person's face from the front, at rest
   * @throws IllegalArgumentException if all points are equal
   */
  public FaceEditor(Landmarks reference) {
    Landmarks face = reference.transform(Similarity.normalizing(reference));
    Shape shape = Shape.of(face);
    head = new PhotoHead(shape);
    openings = new Retargeting(head, shape);
    int left = FacePart.OUTER_LIPS.leftCorner();
    int right = FacePart.OUTER_LIPS.rightCorner();
    unit = Math.max(1e-6, shape.x(right) - shape.x(left));
    for (int i = FacePart.OUTER_LIPS.first(); i < Landmarks.COUNT; i++) {
      double middle = (shape.x(left) + shape.x(right)) / 2;
      aside[i] = Math.max(-1, Math.min(1, 2 * (shape.x(i) - middle) / unit));
    }
  }

  /**
   * The landmarks with the edits; the very same if there are none.
   *
   * @param face in any pose, in pixels
   */
  public Landmarks apply(Landmarks face, FaceEdits edits) {
    double smile = edits.value(FaceEdit.SMILE);
    double brows = edits.value(FaceEdit.BROWS);
    double mouth = edits.value(FaceEdit.MOUTH_OPENING);
    double eyes = edits.value(FaceEdit.EYE_OPENING);
    if (smile == 0 && brows == 0 && mouth == 0 && eyes == 0) {
      return face;
    }
    Shape shape = Shape.of(face);
    Pose pose = head.pose(shape);
    double[] out = openings.opened(shape, mouth, eyes).toArray();
    double raise = -brows * (brows > 0 ? BROWS_UP : BROWS_DOWN);
    for (int i = 0; i < Landmarks.COUNT; i++) {
      if (i >= FacePart.LEFT_BROW.first() && i <= FacePart.RIGHT_BROW.last()) {
        shift(out, i, pose, 0, raise * unit);
      } else if (i >= FacePart.OUTER_LIPS.first()) {
        double u = aside[i];
        shift(out, i, pose, smile * SMILE_ASIDE * unit * u, -smile * SMILE_UP * unit * u * u);
      }
    }
    return Shape.of(out).toLandmarks();
  }

  private static void shift(double[] xy, int point, Pose pose, double right, double down) {
    double[] way = {right, down, 0};
    xy[2 * point] += pose.x(way) - pose.tx;
    xy[2 * point + 1] += pose.y(way) - pose.ty;
  }
}
