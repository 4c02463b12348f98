package io.github.reenact;

/**
 * The parts of a face in the order of its 68 {@link Landmarks}: which points belong together, and
 * how to draw them. Left and right are those of an upright, unmirrored picture.
 *
 * <p>The points of an open part go from left to right, those of the nose bridge down. The points of
 * a closed part start at its left corner and go round clockwise: over the upper edge to the right
 * corner and back along the lower edge.
 */
public enum FacePart {
  /** The outline of the face from ear to ear: points 0–16. */
  JAW(0, 17, false),
  /** The brow on the left of the picture: points 17–21. */
  LEFT_BROW(17, 5, false),
  /** The brow on the right of the picture: points 22–26. */
  RIGHT_BROW(22, 5, false),
  /** The nose from its root to its tip: points 27–30. */
  NOSE_BRIDGE(27, 4, false),
  /** The nose from wing to wing: points 31–35. */
  NOSE_BASE(31, 5, false),
  /** The eye on the left of the picture: points 36–41. */
  LEFT_EYE(36, 6, true),
  /** The eye on the right of the picture: points 42–47. */
  RIGHT_EYE(42, 6, true),
  /** The outer edge of the lips: points 48–59. */
  OUTER_LIPS(48, 12, true),
  /** The inner edge of the lips: points 60–67. */
  INNER_LIPS(60, 8, true);

  private final int first;
  private final int count;
  private final boolean closed;

  FacePart(int first, int count, boolean closed) {
    this.first = first;
    this.count = count;
    this.closed = closed;
  }

  /** The index of its first landmark. */
  public int first() {
    return first;
  }

  /** The index of its last landmark. */
  public int last() {
    return first + count - 1;
  }

  /** The number of its landmarks. */
  public int count() {
    return count;
  }

  /** Whether the line through its points ends where it starts. */
  public boolean isClosed() {
    return closed;
  }

  /** Whether it has the landmark of that index. */
  public boolean contains(int landmark) {
    return landmark >= first && landmark <= last();
  }

  /**
   * The index of a landmark on the upper edge of a closed part.
   *
   * @param step 0 at the left corner, {@code count() / 2} at the right one
   */
  public int upper(int step) {
    return first + step;
  }

  /**
   * The index of a landmark on the lower edge of a closed part, opposite to {@link #upper}.
   *
   * @param step 0 at the left corner, {@code count() / 2} at the right one
   */
  public int lower(int step) {
    return first + (count - step) % count;
  }

  /** The index of the landmark in the left corner of a closed part. */
  public int leftCorner() {
    return first;
  }

  /** The index of the landmark in the right corner of a closed part. */
  public int rightCorner() {
    return upper(count / 2);
  }

  /**
   * The part of a landmark.
   *
   * @throws IllegalArgumentException if the index is not 0 to 67
   */
  public static FacePart of(int landmark) {
    for (FacePart part : values()) {
      if (part.contains(landmark)) {
        return part;
      }
    }
    throw new IllegalArgumentException("landmark " + landmark + "; there are 0 to 67");
  }

  /**
   * The landmark that takes the place of another one when the face is mirrored left to right.
   *
   * @throws IllegalArgumentException if the index is not 0 to 67
   */
  public static int mirror(int landmark) {
    FacePart part = of(landmark);
    int step = landmark - part.first;
    int mirrored =
        part.closed
            ? Math.floorMod(part.count / 2 - step, part.count)
            : part == NOSE_BRIDGE ? step : part.count - 1 - step;
    return part.opposite().first + mirrored;
  }

  private FacePart opposite() {
    return switch (this) {
      case LEFT_BROW -> RIGHT_BROW;
      case RIGHT_BROW -> LEFT_BROW;
      case LEFT_EYE -> RIGHT_EYE;
      case RIGHT_EYE -> LEFT_EYE;
      default -> this;
    };
  }
}
