package io.github.reenact.tf.ldnet.training;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.reenact.Landmarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The landmarks of ICT-FaceKit, a morphable 3D face with shapes for identity and for expression (Li
 * et al., "Learning Formation of Physically-Based Face Attributes", 2020; MIT licence). The user
 * supplies its files; nothing of it is part of this library.
 *
 * <p>It can give what no video has: two persons, and the first of them with exactly the second's
 * pose and expression. The distribution of persons, expressions and poses, and the camera, are
 * ours.
 *
 * <p>Immutable and thread-safe.
 */
public final class FaceKit {
  /** Numbers in one set of landmarks. */
  private static final int XY = 2 * Landmarks.COUNT;

  private static final int XYZ = 3 * Landmarks.COUNT;

  /** Distance of the camera in centimetres: perspective as in a video call. */
  static final double CAMERA = 60;

  final float[] neutral;
  final float[][] identity;
  final float[][] expression;
  private final int[][] sides;
  private final int[] middle;
  private final List<String> names;

  private FaceKit(
      float[] neutral,
      float[][] identity,
      float[][] expression,
      int[][] sides,
      int[] middle,
      List<String> names) {
    this.neutral = neutral;
    this.identity = identity;
    this.expression = expression;
    this.sides = sides;
    this.middle = middle;
    this.names = List.copyOf(names);
  }

  /**
   * Reads {@code landmarks68_neutral.npy} (68 x 3, centimetres, y up, z to the camera), {@code
   * landmarks68_identity.npy} (I x 68 x 3), {@code landmarks68_expression.npy} (E x 68 x 3), all
   * little-endian float32, and {@code names.json}, whose {@code expressions} name the expression
   * shapes; names that end in {@code _L} and {@code _R} belong together.
   *
   * @throws IOException if a file is missing, cannot be read, or holds something else
   */
  public static FaceKit open(Path directory) throws IOException {
    float[] neutral = NpyFile.read(directory.resolve("landmarks68_neutral.npy"), -1)[0];
    float[][] identity = NpyFile.read(directory.resolve("landmarks68_identity.npy"), 0);
    Path names = directory.resolve("names.json");
    List<String> expressions = new ArrayList<>();
    try {
      JsonParser.parseString(Files.readString(names))
          .getAsJsonObject()
          .getAsJsonArray("expressions")
          .forEach(e -> expressions.add(e.getAsString()));
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | ClassCastException e) {
      throw new IOException(names + " holds no list 'expressions' of names", e);
    }
    float[][] expression =
        NpyFile.read(directory.resolve("landmarks68_expression.npy"), expressions.size());
    List<int[]> sides = new ArrayList<>();
    List<Integer> middle = new ArrayList<>();
    for (int i = 0; i < expressions.size(); i++) {
      String name = expressions.get(i);
      if (name.endsWith("_L")) {
        String right = name.substring(0, name.length() - 1) + "R";
        int j = expressions.indexOf(right);
        if (j < 0) {
          throw new IOException(names + " has '" + name + "' but no '" + right + "'");
        }
        sides.add(new int[] {i, j});
      } else if (!name.endsWith("_R")) {
        middle.add(i);
      }
    }
    double[] mean = new double[3];
    for (int i = 0; i < XYZ; i++) {
      mean[i % 3] += neutral[i] / Landmarks.COUNT;
    }
    for (int i = 0; i < XYZ; i++) {
      neutral[i] -= (float) mean[i % 3];
    }
    return new FaceKit(
        neutral,
        identity,
        expression,
        sides.toArray(int[][]::new),
        middle.stream().mapToInt(Integer::intValue).toArray(),
        expressions);
  }

  /** The number of identity shapes. */
  public int identityShapes() {
    return identity.length;
  }

  /** The number of expression shapes. */
  public int expressionShapes() {
    return expression.length;
  }

  /**
   * A random person: what its identity shapes, each weighted by a normal deviate, add to the
   * neutral face.
   *
   * @return 68 x 3 centimetres
   */
  public float[] randomPerson(SplittableRandom random) {
    float[] out = new float[XYZ];
    for (float[] shape : identity) {
      add(out, shape, (float) random.nextGaussian());
    }
    return out;
  }

  /**
   * A random expression: about 20 % of the units are on, weak more often than strong, with left and
   * right alike in 70 % of the expressions.
   *
   * @return what the expression shapes add to the neutral face, 68 x 3 centimetres
   */
  public float[] randomExpression(SplittableRandom random) {
    return face(randomUnits(random));
  }

  /** The weights of a random expression's units, 0 to 1. */
  private float[] randomUnits(SplittableRandom random) {
    float[] out = new float[expression.length];
    for (int[] side : sides) {
      boolean on = random.nextDouble() < 0.25;
      double strength = Math.pow(random.nextDouble(), 1.5);
      boolean lopsided = random.nextDouble() < 0.3;
      double left = lopsided ? random.nextDouble() : 1;
      double right = lopsided ? random.nextDouble() : 1;
      if (on) {
        out[side[0]] = (float) (strength * left);
        out[side[1]] = (float) (strength * right);
      }
    }
    for (int unit : middle) {
      boolean on = random.nextDouble() < 0.2;
      double strength = Math.pow(random.nextDouble(), 1.5);
      if (on) {
        out[unit] = (float) strength;
      }
    }
    return out;
  }

  /**
   * A random expression with one or two {@link ExtremeExpression} ones in it: their units have at
   * least {@value ExtremeExpression#LEAST} of their full strength. The other units are those of
   * {@link #randomExpression}, at half their strength. Units that this model does not have are left
   * out.
   *
   * @return what the expression shapes add to the neutral face, 68 x 3 centimetres
   */
  public float[] extremeExpression(SplittableRandom random) {
    float[] units = randomUnits(random);
    for (int i = 0; i < units.length; i++) {
      units[i] *= 0.5f;
    }
    ExtremeExpression[] kinds = ExtremeExpression.values();
    ExtremeExpression first = kinds[random.nextInt(kinds.length)];
    first.apply(random, names, units);
    if (random.nextDouble() < 0.3) {
      ExtremeExpression second = kinds[random.nextInt(kinds.length)];
      // A mouth cannot be puckered and smile.
      if (!first.isOfSamePart(second)) {
        second.apply(random, names, units);
      }
    }
    return face(units);
  }

  /**
   * An extreme expression alone, everything else at rest.
   *
   * @return what the expression shapes add to the neutral face, 68 x 3 centimetres
   */
  float[] extremeExpression(ExtremeExpression kind, SplittableRandom random) {
    float[] units = new float[expression.length];
    kind.apply(random, names, units);
    return face(units);
  }

  /** What expression units of some weights add to the neutral face. */
  private float[] face(float[] units) {
    float[] out = new float[XYZ];
    for (int i = 0; i < units.length; i++) {
      if (units[i] != 0) {
        add(out, expression[i], units[i]);
      }
    }
    return out;
  }

  private static void add(float[] sum, float[] shape, float weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * shape[i];
    }
  }

  /**
   * A random pose of {@link #randomAngles}.
   *
   * @return a 3 x 3 rotation, row by row
   */
  static double[] randomRotation(SplittableRandom random, double turns) {
    double[] angles = randomAngles(random, turns);
    return rotation(angles[0], angles[1], angles[2]);
  }

  /**
   * The yaw, pitch and roll of a random pose: normal with deviations of 18, 9 and 7 degrees, at
   * most 50, 25 and 25, times a factor. Positive ones turn the face to the right of the picture,
   * down, and against the clock.
   *
   * @return the three, in degrees, for {@link #rotation}
   */
  public static double[] randomAngles(SplittableRandom random, double turns) {
    return new double[] {
      turns * clip(18 * random.nextGaussian(), 50),
      turns * clip(9 * random.nextGaussian(), 25),
      turns * clip(7 * random.nextGaussian(), 25)
    };
  }

  private static double clip(double v, double limit) {
    return Math.max(-limit, Math.min(limit, v));
  }

  /**
   * A pose: yaw first, then pitch, then roll, in degrees.
   *
   * @return a 3 x 3 rotation, row by row
   */
  public static double[] rotation(double yaw, double pitch, double roll) {
    double[] out = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    out = turn(out, 2, 0, yaw);
    out = turn(out, 1, 2, pitch);
    return turn(out, 0, 1, roll);
  }

  private static double[] turn(double[] m, int i, int j, double degrees) {
    double c = Math.cos(Math.toRadians(degrees));
    double s = Math.sin(Math.toRadians(degrees));
    double[] out = m.clone();
    for (int k = 0; k < 3; k++) {
      out[3 * i + k] = c * m[3 * i + k] - s * m[3 * j + k];
      out[3 * j + k] = s * m[3 * i + k] + c * m[3 * j + k];
    }
    return out;
  }

  /**
   * The landmarks of a face as a camera at 60 cm sees them, in a crop of 256 x 256 pixels.
   *
   * @param person from {@link #randomPerson}
   * @param face from {@link #randomExpression}
   * @param rotation from {@link #rotation}
   * @param out where to put 136 numbers, in pixels, y down
   * @param offset of the first of them
   */
  public void project(float[] person, float[] face, double[] rotation, float[] out, int offset) {
    for (int i = 0; i < Landmarks.COUNT; i++) {
      double x = neutral[3 * i] + person[3 * i] + face[3 * i];
      double y = neutral[3 * i + 1] + person[3 * i + 1] + face[3 * i + 1];
      double z = neutral[3 * i + 2] + person[3 * i + 2] + face[3 * i + 2];
      double u = rotation[0] * x + rotation[1] * y + rotation[2] * z;
      double v = rotation[3] * x + rotation[4] * y + rotation[5] * z;
      double w = rotation[6] * x + rotation[7] * y + rotation[8] * z;
      double f = CAMERA / (CAMERA - w);
      out[offset + 2 * i] = (float) (128 + 10 * u * f);
      out[offset + 2 * i + 1] = (float) (132 - 10 * v * f);
    }
  }

  /**
   * Two random persons in random poses with random expressions, and each of them with the other's
   * pose and expression, exactly.
   *
   * @param random the source of all chance
   * @param turns factor on the angles of the poses; 1 for those of {@link #randomRotation}
   * @param a the first person; 136 numbers at the offset, in pixels
   * @param b the second person
   * @param ab the first person as the second poses
   * @param ba the second person as the first poses
   * @param offset of the first number in each
   */
  public void quadruple(
      SplittableRandom random,
      double turns,
      float[] a,
      float[] b,
      float[] ab,
      float[] ba,
      int offset) {
    float[] personA = randomPerson(random);
    float[] personB = randomPerson(random);
    float[] faceA = randomExpression(random);
    float[] faceB = randomExpression(random);
    double[] poseA = randomRotation(random, turns);
    double[] poseB = randomRotation(random, turns);
    project(personA, faceA, poseA, a, offset);
    project(personB, faceB, poseB, b, offset);
    project(personA, faceB, poseB, ab, offset);
    project(personB, faceA, poseA, ba, offset);
  }

  /** The neutral face, front on: 136 numbers in pixels of a 256 x 256 crop. */
  public float[] neutral() {
    float[] out = new float[XY];
    float[] none = new float[XYZ];
    project(none, none, rotation(0, 0, 0), out, 0);
    return out;
  }

  @Override
  public String toString() {
    return "FaceKit["
        + identity.length
        + " identity and "
        + expression.length
        + " expression shapes, first neutral x "
        + Arrays.toString(Arrays.copyOf(neutral, 1))
        + "]";
  }
}
