package io.github.reenact.tf.fdgan.training;

import io.github.reenact.FacePart;
import io.github.reenact.Landmarks;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The squares about mouth and eyes, in which pictures are judged once more (ours): there a viewer
 * looks first, and they are a small part of the view. They are cut out pixel by pixel, a quarter of
 * the view wide, so that nothing is resampled.
 */
final class FacialDetails {
  /** Squares of a picture: mouth, left eye, right eye. */
  static final int COUNT = 3;

  /** Numbers that say where a square begins: picture, row, column, channel. */
  static final int INDICES = 4;

  private static final List<FacePart> PARTS =
      List.of(FacePart.OUTER_LIPS, FacePart.LEFT_EYE, FacePart.RIGHT_EYE);

  private FacialDetails() {}

  /** The side of a square in views of a size. */
  static int side(int size) {
    return size / 4;
  }

  /**
   * Writes where the squares of a picture begin. Squares beyond the edge are moved inside.
   *
   * @param face in the view
   * @param size of the view
   * @param slot of the picture in its batch
   * @param begins of the batch, {@link #COUNT} times {@link #INDICES} numbers a picture
   */
  static void place(Landmarks face, int size, int slot, int[] begins) {
    int side = side(size);
    for (int k = 0; k < COUNT; k++) {
      FacePart part = PARTS.get(k);
      double x = 0;
      double y = 0;
      for (int i = part.first(); i <= part.last(); i++) {
        x += face.x(i);
        y += face.y(i);
      }
      int points = part.last() - part.first() + 1;
      int i = (slot * COUNT + k) * INDICES;
      begins[i] = slot;
      begins[i + 1] = inside(y / points, side, size);
      begins[i + 2] = inside(x / points, side, size);
      begins[i + 3] = 0;
    }
  }

  private static int inside(double centre, int side, int size) {
    return (int) Math.max(0, Math.min(size - side, Math.round(centre - side / 2.0)));
  }

  /** Where the squares begin once the picture is mirrored, the eyes in the order they had. */
  static void mirror(int size, int slot, int[] begins) {
    for (int k = 0; k < COUNT; k++) {
      int i = (slot * COUNT + k) * INDICES + 2;
      begins[i] = size - side(size) - begins[i];
    }
  }

  /**
   * Cuts the squares out.
   *
   * @param pictures part x size x size x channels
   * @param begins batch * {@link #COUNT} x {@link #INDICES}
   * @param first picture of the batch that is in this part
   * @param part number of pictures
   * @return part * {@link #COUNT} x side x side x channels
   */
  static Operand<TFloat32> cut(
      Ops tf,
      Operand<TFloat32> pictures,
      Operand<TInt32> begins,
      int first,
      int part,
      int size,
      int channels) {
    List<Operand<TFloat32>> squares = new ArrayList<>();
    for (int i = 0; i < part * COUNT; i++) {
      Operand<TInt32> row =
          tf.slice(
              begins,
              tf.constant(new int[] {first * COUNT + i, 0}),
              tf.constant(new int[] {1, INDICES}));
      Operand<TInt32> begin =
          tf.math.sub(
              tf.reshape(row, tf.constant(new int[] {INDICES})),
              tf.constant(new int[] {first, 0, 0, 0}));
      squares.add(
          tf.slice(pictures, begin, tf.constant(new int[] {1, side(size), side(size), channels})));
    }
    return tf.concat(squares, tf.constant(0));
  }
}
