package io.github.reenact.tf.ldnet.training;

import io.github.reenact.Landmarks;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/**
 * Fits the morphable face to the landmarks of real people, so that exact ground truth exists for
 * them, too: a real person with another's pose and expression. Ours.
 *
 * <p>A face's landmarks are taken as
 *
 * <pre>t + s (perspective(R (neutral + identity w + ρ + expression e)) + turn(roll) D(yaw, pitch))
 * </pre>
 *
 * with one w and one ρ a person, one e, R, s and t a frame, and one D for all. w weights the
 * identity shapes (normal prior), ρ is the deviation of a person from all shapes (68 x 3, normal
 * prior), e the expression units (0 to {@value #MAX_EXPRESSION}, ridge), and D how the landmark
 * detector's points wander with the view over a face that does not change, as along the jaw's
 * outline. All are found in turns, each by least squares with the others fixed.
 *
 * <p>Stateless but for the faces that it works on; used once, by one thread (it uses others itself,
 * and its result does not depend on how many).
 */
final class FaceFitter {
  private static final int POINTS = Landmarks.COUNT;
  private static final int XY = 2 * POINTS;
  private static final int XYZ = 3 * POINTS;

  /** Deviation of the detector's noise in centimetres. */
  private static final double NOISE = 0.08;

  /** Deviation of what is particular in a person in centimetres. */
  private static final double PARTICULAR = 0.12;

  /** Deviation of an expression unit. */
  private static final double EXPRESSION = 0.35;

  private static final double MAX_EXPRESSION = 1.2;

  /** Frames of one person are not independent: more than so many count as so many. */
  private static final int INDEPENDENT_FRAMES = 8;

  /** Root mean square radius of a face in centimetres, to start from. */
  private static final double RADIUS = 7;

  private static final int ITERATIONS = 16;

  /** Iterations before the detector's wandering is asked for. */
  private static final int SETTLE = 6;

  private final FaceKit kit;
  private final Frame[] frames;
  private final Person[] people;
  private final DetectorBias bias = DetectorBias.none();

  private static final class Frame {
    final int person;

    /** y up, mean 0, root mean square radius {@link #RADIUS}. */
    final double[] seen;

    final double[] expression;
    double[] rotation = FaceKit.rotation(0, 0, 0);
    double scale = 1;
    double tx;
    double ty;

    Frame(int person, float[] landmarks, int units) {
      this.person = person;
      float[] normal = landmarks.clone();
      Normalization.normalize(normal, 0);
      seen = new double[XY];
      for (int i = 0; i < XY; i++) {
        seen[i] = RADIUS * ((i & 1) == 0 ? normal[i] : -normal[i]);
      }
      expression = new double[units];
    }
  }

  private static final class Person {
    final double[] weights;
    final double[] particular = new double[XYZ];
    int[] frames = {};

    Person(int shapes) {
      weights = new double[shapes];
    }
  }

  private FaceFitter(FaceKit kit, List<List<float[]>> landmarks) {
    this.kit = kit;
    people = new Person[landmarks.size()];
    int count = landmarks.stream().mapToInt(List::size).sum();
    frames = new Frame[count];
    int f = 0;
    for (int p = 0; p < people.length; p++) {
      people[p] = new Person(kit.identityShapes());
      int first = f;
      for (float[] l : landmarks.get(p)) {
        frames[f++] = new Frame(p, l, kit.expressionShapes());
      }
      people[p].frames = IntStream.range(first, f).toArray();
    }
  }

  /**
   * Fits.
   *
   * @param landmarks of each person, a frame an array of 136 numbers in any place and size, y down
   * @param progress told the fraction done
   */
  static FittedFaces fit(FaceKit kit, List<List<float[]>> landmarks, DoubleConsumer progress) {
    FaceFitter fitter = new FaceFitter(kit, landmarks);
    for (int i = 0; i < ITERATIONS; i++) {
      IntStream.range(0, fitter.frames.length).parallel().forEach(fitter::fitFrame);
      IntStream.range(0, fitter.people.length).parallel().forEach(fitter::fitPerson);
      if (i >= SETTLE && i % 2 == 0) {
        fitter.fitBias();
      }
      progress.accept((i + 1.0) / ITERATIONS);
    }
    IntStream.range(0, fitter.frames.length).parallel().forEach(fitter::fitFrame);
    return fitter.result();
  }

  /** A person's shape without expression, 68 x 3 centimetres. */
  private double[] shape(int person) {
    Person p = people[person];
    double[] out = p.particular.clone();
    for (int i = 0; i < XYZ; i++) {
      out[i] += kit.neutral[i];
    }
    for (int k = 0; k < p.weights.length; k++) {
      add(out, kit.identity[k], p.weights[k]);
    }
    return out;
  }

  private double[] expression(Frame f) {
    double[] out = new double[XYZ];
    for (int k = 0; k < f.expression.length; k++) {
      if (f.expression[k] != 0) {
        add(out, kit.expression[k], f.expression[k]);
      }
    }
    return out;
  }

  private static void add(double[] sum, float[] shape, double weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * shape[i];
    }
  }

  // ---------------------------------------------------------------- pose and expression

  private void fitFrame(int index) {
    Frame f = frames[index];
    double[] still = shape(f.person);
    double[] face = still.clone();
    double[] moved = expression(f);
    for (int i = 0; i < XYZ; i++) {
      face[i] += moved[i];
    }
    for (int i = 0; i < 3; i++) {
      stepPose(f, face);
    }
    stepExpression(f, still, face);
  }

  /** One step of Gauss and Newton on rotation, scale and place. */
  private void stepPose(Frame f, double[] face) {
    double[] wander = bias.shifts(f.rotation);
    double[] normal = new double[36];
    double[] right = new double[6];
    double[] row = new double[6];
    double[] r = f.rotation;
    for (int i = 0; i < POINTS; i++) {
      double x = face[3 * i];
      double y = face[3 * i + 1];
      double z = face[3 * i + 2];
      double u = r[0] * x + r[1] * y + r[2] * z;
      double v = r[3] * x + r[4] * y + r[5] * z;
      double w = r[6] * x + r[7] * y + r[8] * z;
      double p = FaceKit.CAMERA / (FaceKit.CAMERA - w);
      double q = p * p / FaceKit.CAMERA;
      double s = f.scale;
      double ex = f.seen[2 * i] - s * (p * u + wander[2 * i]) - f.tx;
      double ey = f.seen[2 * i + 1] - s * (p * v + wander[2 * i + 1]) - f.ty;
      // Small turns about x, y and z move (u, v, w) by (0, -w, v), (w, 0, -u) and (-v, u, 0).
      row[0] = s * q * v * u;
      row[1] = s * (p * w - q * u * u);
      row[2] = -s * p * v;
      row[3] = p * u + wander[2 * i];
      row[4] = 1;
      row[5] = 0;
      Solver.accumulate(normal, right, row, ex);
      row[0] = s * (-p * w + q * v * v);
      row[1] = -s * q * u * v;
      row[2] = s * p * u;
      row[3] = p * v + wander[2 * i + 1];
      row[4] = 0;
      row[5] = 1;
      Solver.accumulate(normal, right, row, ey);
    }
    for (int k = 0; k < 6; k++) {
      normal[7 * k] += 1e-6;
    }
    double[] d = Solver.solve(normal, right);
    f.rotation = Rotations.turned(f.rotation, limit(d[0], 0.3), limit(d[1], 0.3), limit(d[2], 0.3));
    f.scale = Math.max(0.3, Math.min(3, f.scale + d[3]));
    f.tx += d[4];
    f.ty += d[5];
  }

  private static double limit(double v, double most) {
    return Math.max(-most, Math.min(most, v));
  }

  /** Expression units by ridge within their range, the perspective as it was. */
  private void stepExpression(Frame f, double[] still, double[] face) {
    int units = f.expression.length;
    double[] wander = bias.shifts(f.rotation);
    double[] r = f.rotation;
    double[] normal = new double[units * units];
    double[] right = new double[units];
    double[] row = new double[units];
    for (int i = 0; i < POINTS; i++) {
      double w = r[6] * face[3 * i] + r[7] * face[3 * i + 1] + r[8] * face[3 * i + 2];
      double p = FaceKit.CAMERA / (FaceKit.CAMERA - w);
      for (int axis = 0; axis < 2; axis++) {
        double rx = f.scale * p * r[3 * axis];
        double ry = f.scale * p * r[3 * axis + 1];
        double rz = f.scale * p * r[3 * axis + 2];
        double error =
            f.seen[2 * i + axis]
                - (axis == 0 ? f.tx : f.ty)
                - f.scale * wander[2 * i + axis]
                - (rx * still[3 * i] + ry * still[3 * i + 1] + rz * still[3 * i + 2]);
        for (int k = 0; k < units; k++) {
          float[] shape = kit.expression[k];
          row[k] = rx * shape[3 * i] + ry * shape[3 * i + 1] + rz * shape[3 * i + 2];
        }
        Solver.accumulate(normal, right, row, error);
      }
    }
    double ridge = NOISE * NOISE / (EXPRESSION * EXPRESSION);
    for (int k = 0; k < units; k++) {
      normal[k * (units + 1)] += ridge;
    }
    Solver.descend(normal, right, f.expression, 0, MAX_EXPRESSION, 20);
  }

  // ---------------------------------------------------------------- the person

  private void fitPerson(int index) {
    Person person = people[index];
    if (person.frames.length == 0) {
      return;
    }
    double share =
        Math.min(INDEPENDENT_FRAMES, person.frames.length) / (double) person.frames.length;
    double weight = share / (NOISE * NOISE);
    // A landmark's 3 x 3 normal matrix and right side.
    double[][] normal = new double[POINTS][9];
    double[][] right = new double[POINTS][3];
    double[] before = shape(index);
    for (int frame : person.frames) {
      Frame f = frames[frame];
      double[] moved = expression(f);
      double[] wander = bias.shifts(f.rotation);
      double[] r = f.rotation;
      for (int i = 0; i < POINTS; i++) {
        double depth = 0;
        for (int c = 0; c < 3; c++) {
          depth += r[6 + c] * (before[3 * i + c] + moved[3 * i + c]);
        }
        double p = FaceKit.CAMERA / (FaceKit.CAMERA - depth);
        for (int axis = 0; axis < 2; axis++) {
          double error =
              f.seen[2 * i + axis] - (axis == 0 ? f.tx : f.ty) - f.scale * wander[2 * i + axis];
          double[] row = new double[3];
          for (int c = 0; c < 3; c++) {
            row[c] = f.scale * p * r[3 * axis + c];
            error -= row[c] * (kit.neutral[3 * i + c] + moved[3 * i + c]);
          }
          for (int c = 0; c < 3; c++) {
            right[i][c] += weight * row[c] * error;
            for (int d = 0; d < 3; d++) {
              normal[i][3 * c + d] += weight * row[c] * row[d];
            }
          }
        }
      }
    }
    int shapes = person.weights.length;
    double[] all = new double[shapes * shapes];
    double[] product = new double[XYZ];
    for (int k = 0; k < shapes; k++) {
      for (int i = 0; i < POINTS; i++) {
        for (int c = 0; c < 3; c++) {
          product[3 * i + c] =
              normal[i][c] * kit.identity[k][3 * i]
                  + normal[i][3 + c] * kit.identity[k][3 * i + 1]
                  + normal[i][6 + c] * kit.identity[k][3 * i + 2];
        }
      }
      for (int l = 0; l <= k; l++) {
        double sum = k == l ? 1 : 0;
        for (int i = 0; i < XYZ; i++) {
          sum += product[i] * kit.identity[l][i];
        }
        all[k * shapes + l] = sum;
        all[l * shapes + k] = sum;
      }
    }
    double[] factor = Solver.factor(all, shapes);
    for (int round = 0; round < 3; round++) {
      double[] side = new double[shapes];
      for (int i = 0; i < POINTS; i++) {
        for (int c = 0; c < 3; c++) {
          double g = right[i][c];
          for (int d = 0; d < 3; d++) {
            g -= normal[i][3 * c + d] * person.particular[3 * i + d];
          }
          for (int k = 0; k < shapes; k++) {
            side[k] += g * kit.identity[k][3 * i + c];
          }
        }
      }
      System.arraycopy(Solver.substitute(factor, side), 0, person.weights, 0, shapes);
      double[] shape = new double[XYZ];
      for (int k = 0; k < shapes; k++) {
        add(shape, kit.identity[k], person.weights[k]);
      }
      for (int i = 0; i < POINTS; i++) {
        double[] a = normal[i].clone();
        double[] b = right[i].clone();
        for (int c = 0; c < 3; c++) {
          for (int d = 0; d < 3; d++) {
            b[c] -= normal[i][3 * c + d] * shape[3 * i + d];
          }
          a[4 * c] += 1 / (PARTICULAR * PARTICULAR);
        }
        System.arraycopy(Solver.solve(a, b), 0, person.particular, 3 * i, 3);
      }
    }
  }

  // ---------------------------------------------------------------- the detector

  private void fitBias() {
    double[] normal = new double[DetectorBias.FEATURES * DetectorBias.FEATURES];
    double[][] right = new double[XY][DetectorBias.FEATURES];
    for (int n = 0; n < frames.length; n++) {
      Frame f = frames[n];
      double[] features = DetectorBias.features(f.rotation);
      double[] error = DetectorBias.unrolled(f.rotation, residual(n));
      for (int a = 0; a < features.length; a++) {
        for (int b = 0; b < features.length; b++) {
          normal[a * features.length + b] += features[a] * features[b];
        }
        for (int i = 0; i < XY; i++) {
          right[i][a] += features[a] * error[i];
        }
      }
    }
    for (int a = 0; a < DetectorBias.FEATURES; a++) {
      normal[a * (DetectorBias.FEATURES + 1)] += 5;
    }
    double[] factor = Solver.factor(normal, DetectorBias.FEATURES);
    for (int i = 0; i < XY; i++) {
      bias.set(i, Solver.substitute(factor, right[i]));
    }
  }

  /** What neither person, expression nor pose explain of a frame, in centimetres. */
  private double[] residual(int frame) {
    Frame f = frames[frame];
    double[] face = shape(f.person);
    double[] moved = expression(f);
    double[] r = f.rotation;
    double[] out = new double[XY];
    for (int i = 0; i < POINTS; i++) {
      double x = face[3 * i] + moved[3 * i];
      double y = face[3 * i + 1] + moved[3 * i + 1];
      double z = face[3 * i + 2] + moved[3 * i + 2];
      double w = r[6] * x + r[7] * y + r[8] * z;
      double p = FaceKit.CAMERA / (FaceKit.CAMERA - w);
      out[2 * i] = (f.seen[2 * i] - f.tx) / f.scale - p * (r[0] * x + r[1] * y + r[2] * z);
      out[2 * i + 1] = (f.seen[2 * i + 1] - f.ty) / f.scale - p * (r[3] * x + r[4] * y + r[5] * z);
    }
    return out;
  }

  private FittedFaces result() {
    float[][] shapes = new float[people.length][XYZ];
    float[][] particulars = new float[people.length][XYZ];
    for (int p = 0; p < people.length; p++) {
      double[] shape = shape(p);
      for (int i = 0; i < XYZ; i++) {
        shapes[p][i] = (float) (shape[i] - kit.neutral[i]);
        particulars[p][i] = (float) people[p].particular[i];
      }
    }
    FittedFaces.Frame[] out = new FittedFaces.Frame[frames.length];
    for (int n = 0; n < frames.length; n++) {
      Frame f = frames[n];
      double[] moved = expression(f);
      float[] expression = new float[XYZ];
      for (int i = 0; i < XYZ; i++) {
        expression[i] = (float) moved[i];
      }
      double[] error = residual(n);
      double[] wander = bias.shifts(f.rotation);
      double sum = 0;
      float[] seen = new float[XY];
      for (int i = 0; i < XY; i += 2) {
        sum += Math.hypot(error[i] - wander[i], error[i + 1] - wander[i + 1]);
        // As a camera at the morphable face's distance would show it, in pixels.
        seen[i] = (float) (128 + 10 * (f.seen[i] - f.tx) / f.scale);
        seen[i + 1] = (float) (132 - 10 * (f.seen[i + 1] - f.ty) / f.scale);
      }
      out[n] = new FittedFaces.Frame(f.person, seen, expression, f.rotation, 10 * sum / POINTS);
    }
    return new FittedFaces(shapes, particulars, Arrays.asList(out), bias);
  }
}
