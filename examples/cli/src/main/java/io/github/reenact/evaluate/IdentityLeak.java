package io.github.reenact.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * How often a code names the person it was taken from: the part of the test frames whose person a
 * classifier tells right.
 *
 * @param nearest the accuracy of the nearest neighbour
 * @param linear the accuracy of a multinomial logistic regression
 * @param chance one by the number of people
 */
public record IdentityLeak(double nearest, double linear, double chance) {
  /**
   * Measures.
   *
   * @param draws with the same people, with as many frames each; accuracies are means over them
   * @param code of a frame
   */
  public static IdentityLeak measure(List<Split> draws, Function<Frame, double[]> code) {
    double nearest = 0;
    double linear = 0;
    long people = 0;
    for (Split draw : draws) {
      int[] persons =
          draw.training().stream().mapToInt(Frame::person).distinct().sorted().toArray();
      people = persons.length;
      double[][] training = codes(draw.training(), code);
      double[][] test = codes(draw.test(), code);
      int[] classes = classes(draw.training(), persons);
      int[] truth = classes(draw.test(), persons);
      Neighbours neighbours = new Neighbours(training);
      int[] named = new LinearClassifier(training, classes, persons.length).classify(test);
      int nearestRight = 0;
      int linearRight = 0;
      for (int i = 0; i < test.length; i++) {
        nearestRight += classes[neighbours.nearest(test[i], 1)[0]] == truth[i] ? 1 : 0;
        linearRight += named[i] == truth[i] ? 1 : 0;
      }
      nearest += nearestRight / (double) test.length / draws.size();
      linear += linearRight / (double) test.length / draws.size();
    }
    return new IdentityLeak(nearest, linear, 1.0 / people);
  }

  private static int[] classes(List<Frame> frames, int[] persons) {
    return frames.stream().mapToInt(f -> Arrays.binarySearch(persons, f.person())).toArray();
  }

  static double[][] codes(List<Frame> frames, Function<Frame, double[]> code) {
    return frames.stream().map(code).toArray(double[][]::new);
  }

  /** The nearest neighbour's accuracy as a multiple of chance. */
  public double nearestRatio() {
    return nearest / chance;
  }

  /** The linear classifier's accuracy as a multiple of chance. */
  public double linearRatio() {
    return linear / chance;
  }
}
