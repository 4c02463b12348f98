package io.github.reenact.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Errors of wrong usage. */
final class Usage {
  private Usage() {}

  static ParameterException error(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  static ParameterException outOfRange(
      CommandSpec spec, String option, Object value, String range) {
    return error(spec, option + " " + value + " is out of range: " + range);
  }

  /**
   * The value is a number from 0 to the largest.
   *
   * @throws ParameterException if not
   */
  static void checkRange(CommandSpec spec, String option, double value, double max) {
    if (!(value >= 0 && value <= max)) {
      throw outOfRange(spec, option, value, "0 to " + max);
    }
  }

  /**
   * The value is a number of a face, if it is given.
   *
   * @throws ParameterException if not
   */
  static void checkFace(CommandSpec spec, String option, int value) {
    if (value < 0) {
      throw outOfRange(spec, option, value, "0 (the largest face) or more");
    }
  }
}
