package io.github.reenact.tf.graph;

import java.util.Arrays;

/**
 * The values of one tensor of float32 in row order, with its shape. The arrays are shared, not
 * copied: do not change them.
 *
 * @param shape sizes of the axes; empty for a scalar
 * @param values as many numbers as the shape asks for
 */
@SuppressWarnings(
    "ArrayRecordComponent") // a plain carrier of weights, compared only in tests, by value
public record NamedArray(long[] shape, float[] values) {
  /**
   * Checks the count.
   *
   * @throws IllegalArgumentException if the shape asks for another number of values
   */
  public NamedArray {
    long n = 1;
    for (long s : shape) {
      n *= s;
    }
    if (n != values.length) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " takes " + n + " values, not " + values.length);
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof NamedArray other
        && Arrays.equals(shape, other.shape)
        && Arrays.equals(values, other.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "NamedArray" + Arrays.toString(shape);
  }
}
