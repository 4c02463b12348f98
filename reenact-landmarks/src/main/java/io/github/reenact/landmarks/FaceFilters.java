package io.github.reenact.landmarks;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The five filters of dlib's frontal face detector (front, left, right, and front tilted to either
 * side), each a sum of separable ones for every feature plane. A resource, written from dlib by
 * {@code src/main/cpp/export/export_filters.cpp}, which describes the format. Immutable.
 */
final class FaceFilters {
  /** Cells along one side of a filter. */
  static final int SIZE = 10;

  private static final String RESOURCE = "frontal-face-filters.bin";

  /** Overlap beyond which two boxes show the same face: intersection by union. */
  final double leastUnion;

  /** Part of the smaller box that the other covers, likewise. */
  final double leastCovered;

  final List<Filter> filters;

  private FaceFilters(double leastUnion, double leastCovered, List<Filter> filters) {
    this.leastUnion = leastUnion;
    this.leastCovered = leastCovered;
    this.filters = List.copyOf(filters);
  }

  /** A filter for one pose: what is above the threshold is a face. */
  static final class Filter {
    final double threshold;

    /** For each plane, the separable filters whose sum it is. */
    final List<List<Separable>> planes;

    Filter(double threshold, List<List<Separable>> planes) {
      this.threshold = threshold;
      this.planes = List.copyOf(planes);
    }
  }

  /** A row's and a column's weights, {@value #SIZE} each. */
  static final class Separable {
    final float[] row = new float[SIZE];
    final float[] column = new float[SIZE];
  }

  static FaceFilters load() {
    try (InputStream resource = FaceFilters.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("reenact-landmarks lacks its resource " + RESOURCE);
      }
      return read(new DataInputStream(new BufferedInputStream(resource)));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the resource " + RESOURCE, e);
    }
  }

  private static FaceFilters read(DataInputStream in) throws IOException {
    double leastUnion = in.readDouble();
    double leastCovered = in.readDouble();
    List<Filter> filters = new ArrayList<>();
    for (int f = in.readInt(); f > 0; f--) {
      double threshold = in.readDouble();
      List<List<Separable>> planes = new ArrayList<>();
      for (int p = 0; p < HogFeatures.PLANES; p++) {
        List<Separable> plane = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
          Separable separable = new Separable();
          for (float[] weights : List.of(separable.row, separable.column)) {
            for (int k = 0; k < SIZE; k++) {
              weights[k] = in.readFloat();
            }
          }
          plane.add(separable);
        }
        planes.add(List.copyOf(plane));
      }
      filters.add(new Filter(threshold, planes));
    }
    return new FaceFilters(leastUnion, leastCovered, filters);
  }
}
