package io.github.reenact.tf.ldnet.training;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Extreme expressions by the units that are on; one with a minus is off. Half of them are mirrored.
 */
enum ExtremeExpression {
  OPEN_MOUTH(Part.MOUTH, "jawOpen", "-mouthClose"),
  PUCKER(Part.MOUTH, "mouthPucker", "-mouthSmile_L", "-mouthSmile_R"),
  SMILE(Part.MOUTH, "mouthSmile_L", "mouthSmile_R", "-mouthFrown_L", "-mouthFrown_R"),
  FROWN(Part.MOUTH, "mouthFrown_L", "mouthFrown_R", "-mouthSmile_L", "-mouthSmile_R"),
  SLANTED_MOUTH(Part.MOUTH, "mouthSmile_L", "mouthFrown_R", "-mouthFrown_L", "-mouthSmile_R"),
  SHIFTED_MOUTH(Part.MOUTH, "mouthLeft"),
  WINK(Part.EYES, "eyeBlink_L", "-eyeBlink_R", "-eyeWide_L"),
  BLINK(Part.EYES, "eyeBlink_L", "eyeBlink_R", "-eyeWide_L", "-eyeWide_R"),
  WIDE_EYES(Part.EYES, "eyeWide_L", "eyeWide_R", "-eyeBlink_L", "-eyeBlink_R"),
  RAISED_BROWS(
      Part.BROWS,
      "browInnerUp_L",
      "browInnerUp_R",
      "browOuterUp_L",
      "browOuterUp_R",
      "-browDown_L",
      "-browDown_R"),
  LOWERED_BROWS(
      Part.BROWS,
      "browDown_L",
      "browDown_R",
      "-browInnerUp_L",
      "-browInnerUp_R",
      "-browOuterUp_L",
      "-browOuterUp_R");

  /** The weakest that the units of an extreme expression are, of 1. */
  static final double LEAST = 0.6;

  /** The part of the face that an extreme expression is of. */
  private enum Part {
    MOUTH,
    EYES,
    BROWS
  }

  private final Part part;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> units;

  ExtremeExpression(Part part, String... units) {
    this.part = part;
    this.units = List.of(units);
  }

  /** Whether both are of the mouth, or of the eyes, or of the brows. */
  boolean isOfSamePart(ExtremeExpression other) {
    return part == other.part;
  }

  /**
   * Turns the units of this expression on and off.
   *
   * @param names of the units of a model; those that it does not have are left out
   * @param values of the units, 0 to 1
   */
  void apply(SplittableRandom random, List<String> names, float[] values) {
    float strength = (float) (LEAST + (1 - LEAST) * random.nextDouble());
    boolean mirrored = random.nextBoolean();
    for (String unit : units) {
      String name = unit;
      if (mirrored && unit.endsWith("_L")) {
        name = unit.substring(0, unit.length() - 1) + "R";
      } else if (mirrored && unit.endsWith("_R")) {
        name = unit.substring(0, unit.length() - 1) + "L";
      } else if (mirrored && unit.endsWith("Left")) {
        name = unit.substring(0, unit.length() - 4) + "Right";
      }
      boolean off = name.startsWith("-");
      int index = names.indexOf(off ? name.substring(1) : name);
      if (index >= 0) {
        values[index] = off ? 0 : strength;
      }
    }
  }
}
