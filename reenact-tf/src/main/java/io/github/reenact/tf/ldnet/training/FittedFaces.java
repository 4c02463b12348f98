package io.github.reenact.tf.ldnet.training;

import io.github.reenact.FacePart;
import io.github.reenact.Landmarks;
import io.github.reenact.ModelFileException;
import io.github.reenact.tf.graph.NamedArray;
import io.github.reenact.tf.graph.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Real people as {@link FaceFitter} finds them on the morphable face.
 *
 * <p>Immutable and thread-safe, as long as nobody writes to the arrays.
 */
final class FittedFaces {
  private static final int XY = 2 * Landmarks.COUNT;
  private static final int XYZ = 3 * Landmarks.COUNT;
  private static final String FORMAT = "reenact-fitted-faces";

  private final float[][] shapes;
  private final float[][] particulars;
  private final List<Frame> frames;
  private final int[][] framesOf;
  private final DetectorBias bias;

  /**
   * One frame.
   *
   * @param person its number
   * @param seen the detector's landmarks, 136 numbers in pixels of a crop of 256, placed and sized
   *     as {@link FaceKit#project} would
   * @param expression what it adds to the person's shape, 68 x 3 centimetres
   * @param rotation of the head, 3 x 3
   * @param error mean distance between the landmarks and the fit in pixels
   */
  @SuppressWarnings("ArrayRecordComponent") // carries numbers to the sampler, is never compared
  record Frame(int person, float[] seen, float[] expression, double[] rotation, double error) {}

  FittedFaces(float[][] shapes, float[][] particulars, List<Frame> frames, DetectorBias bias) {
    this.shapes = shapes;
    this.particulars = particulars;
    this.frames = List.copyOf(frames);
    this.bias = bias;
    framesOf = new int[shapes.length][];
    for (int p = 0; p < shapes.length; p++) {
      int person = p;
      framesOf[p] =
          IntStream.range(0, frames.size()).filter(i -> frames.get(i).person == person).toArray();
    }
  }

  int people() {
    return shapes.length;
  }

  /** What a person adds to the neutral face, 68 x 3 centimetres. */
  float[] shape(int person) {
    return shapes[person];
  }

  /** The part of the shape that no identity shape holds, 68 x 3 centimetres. */
  float[] particular(int person) {
    return particulars[person];
  }

  List<Frame> frames() {
    return frames;
  }

  /** The numbers of a person's frames. */
  int[] framesOf(int person) {
    return framesOf[person];
  }

  /** Adds the detector's wandering to projected landmarks in pixels. */
  void wander(double[] rotation, float[] xy, int offset) {
    double[] shifts = bias.shifts(rotation);
    for (int i = 0; i < XY; i += 2) {
      xy[offset + i] += (float) (10 * shifts[i]);
      xy[offset + i + 1] -= (float) (10 * shifts[i + 1]);
    }
  }

  /** These without the frames whose fit is worse than so many pixels. */
  FittedFaces within(double error) {
    return new FittedFaces(
        shapes, particulars, frames.stream().filter(f -> f.error <= error).toList(), bias);
  }

  /**
   * These with more in the frames' expressions: what the fit misses of brows, nose bridge, lids and
   * mouth (points 17 to 30 and 36 to 67); the detector's nose bridge goes up and down with the
   * brows. What it misses in the mean of a person's frames belongs to the person and stays out. The
   * shift that is seen in the picture's plane is turned into the head's frame; its depth is not
   * known and taken as 0.
   *
   * @param share of it, 0 to 1
   */
  FittedFaces withResidual(FaceKit kit, double share) {
    if (share == 0) {
      return this;
    }
    float[][] missed = new float[frames.size()][];
    for (int i = 0; i < missed.length; i++) {
      missed[i] = residual(kit, frames.get(i));
    }
    List<Frame> out = new ArrayList<>(frames);
    for (int[] own : framesOf) {
      float[] mean = new float[XYZ];
      for (int i : own) {
        for (int k = 0; k < XYZ; k++) {
          mean[k] += missed[i][k] / own.length;
        }
      }
      for (int i : own) {
        Frame f = frames.get(i);
        float[] expression = f.expression.clone();
        for (int k = 0; k < XYZ; k++) {
          expression[k] += (float) (share * (missed[i][k] - mean[k]));
        }
        out.set(i, new Frame(f.person, f.seen, expression, f.rotation, f.error));
      }
    }
    return new FittedFaces(shapes, particulars, out, bias);
  }

  /** What the fit misses of a frame's expressive points, 68 x 3 centimetres. */
  private float[] residual(FaceKit kit, Frame f) {
    float[] fit = new float[XY];
    kit.project(shapes[f.person], f.expression, f.rotation, fit, 0);
    wander(f.rotation, fit, 0);
    float[] out = new float[XYZ];
    double[] r = f.rotation;
    for (int i = FacePart.LEFT_BROW.first(); i < Landmarks.COUNT; i++) {
      if (FacePart.NOSE_BASE.contains(i)) {
        continue;
      }
      double depth = 0;
      for (int c = 0; c < 3; c++) {
        int k = 3 * i + c;
        depth += r[6 + c] * (kit.neutral[k] + shapes[f.person][k] + f.expression[k]);
      }
      double pixels = 10 * FaceKit.CAMERA / (FaceKit.CAMERA - depth);
      double x = (f.seen[2 * i] - fit[2 * i]) / pixels;
      double y = (fit[2 * i + 1] - f.seen[2 * i + 1]) / pixels;
      for (int c = 0; c < 3; c++) {
        out[3 * i + c] = (float) (r[c] * x + r[3 + c] * y);
      }
    }
    return out;
  }

  /** Writes a file that {@link #read} reads. */
  void write(Path file, String source) throws IOException {
    Map<String, NamedArray> tensors = new LinkedHashMap<>();
    tensors.put("shapes", array(shapes, XYZ));
    tensors.put("particulars", array(particulars, XYZ));
    int n = frames.size();
    float[][] person = new float[n][1];
    float[][] seen = new float[n][];
    float[][] expression = new float[n][];
    float[][] rotation = new float[n][9];
    float[][] error = new float[n][1];
    for (int i = 0; i < n; i++) {
      Frame f = frames.get(i);
      person[i][0] = f.person;
      seen[i] = f.seen;
      expression[i] = f.expression;
      for (int k = 0; k < 9; k++) {
        rotation[i][k] = (float) f.rotation[k];
      }
      error[i][0] = (float) f.error;
    }
    tensors.put("person", array(person, 1));
    tensors.put("seen", array(seen, XY));
    tensors.put("expression", array(expression, XYZ));
    tensors.put("rotation", array(rotation, 9));
    tensors.put("error", array(error, 1));
    float[][] views = new float[XY][DetectorBias.FEATURES];
    for (int i = 0; i < XY; i++) {
      double[] c = bias.get(i);
      for (int k = 0; k < c.length; k++) {
        views[i][k] = (float) c[k];
      }
    }
    tensors.put("view", array(views, DetectorBias.FEATURES));
    new Safetensors(tensors, Map.of("format", FORMAT, "source", source)).write(file, false);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param source of the faces, which has to be the same
   * @throws ModelFileException if the file is damaged or of other faces
   */
  static FittedFaces read(Path file, String source) {
    Safetensors saved = Safetensors.read(file);
    Map<String, String> meta = saved.metadata();
    if (!FORMAT.equals(meta.get("format")) || !source.equals(meta.get("source"))) {
      throw new ModelFileException(
          "file "
              + file
              + " holds no fit to "
              + source
              + " (but to "
              + meta.getOrDefault("source", "unknown")
              + "); delete it, and it will be made anew");
    }
    try {
      float[][] person = rows(saved, "person", 1);
      float[][] seen = rows(saved, "seen", XY);
      float[][] expression = rows(saved, "expression", XYZ);
      float[][] rotation = rows(saved, "rotation", 9);
      float[][] error = rows(saved, "error", 1);
      List<Frame> frames = new ArrayList<>(person.length);
      for (int i = 0; i < person.length; i++) {
        double[] r = new double[9];
        for (int k = 0; k < 9; k++) {
          r[k] = rotation[i][k];
        }
        frames.add(new Frame((int) person[i][0], seen[i], expression[i], r, error[i][0]));
      }
      DetectorBias bias = DetectorBias.none();
      float[][] views = rows(saved, "view", DetectorBias.FEATURES);
      for (int i = 0; i < XY; i++) {
        double[] c = new double[DetectorBias.FEATURES];
        for (int k = 0; k < c.length; k++) {
          c[k] = views[i][k];
        }
        bias.set(i, c);
      }
      return new FittedFaces(
          rows(saved, "shapes", XYZ), rows(saved, "particulars", XYZ), frames, bias);
    } catch (NullPointerException | IndexOutOfBoundsException e) {
      throw new ModelFileException(
          "file " + file + " is damaged; delete it, and it will be made anew", e);
    }
  }

  private static NamedArray array(float[][] rows, int columns) {
    float[] values = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * columns, columns);
    }
    return new NamedArray(new long[] {rows.length, columns}, values);
  }

  private static float[][] rows(Safetensors file, String name, int columns) {
    NamedArray array = java.util.Objects.requireNonNull(file.tensors().get(name));
    float[] values = array.values();
    float[][] out = new float[values.length / columns][columns];
    for (int i = 0; i < out.length; i++) {
      System.arraycopy(values, i * columns, out[i], 0, columns);
    }
    return out;
  }
}
