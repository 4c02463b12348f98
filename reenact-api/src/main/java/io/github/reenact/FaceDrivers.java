package io.github.reenact;

import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Which driver moves which face of a photo. Drivers are numbered from 0 on, faces too: 0 is the
 * largest.
 *
 * <p>Immutable and thread-safe.
 *
 * @param byFace the driver of each face that has one of its own, by the face's number
 * @param others the driver of all other faces; empty if they stay still
 */
public record FaceDrivers(Map<Integer, Integer> byFace, OptionalInt others) {
  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException if no face has a driver, or a number is negative
   */
  public FaceDrivers {
    byFace = Map.copyOf(byFace);
    if (byFace.isEmpty() && others.isEmpty()) {
      throw new IllegalArgumentException("no face has a driver; name one at least");
    }
    byFace.forEach(
        (face, driver) -> {
          checkNumber("face", face);
          checkNumber("driver", driver);
        });
    others.ifPresent(driver -> checkNumber("driver", driver));
  }

  private static void checkNumber(String what, int number) {
    if (number < 0) {
      throw new IllegalArgumentException(what + " " + number + " is negative; numbers begin at 0");
    }
  }

  /** One driver, number 0, for all faces. */
  public static FaceDrivers oneForAll() {
    return new FaceDrivers(Map.of(), OptionalInt.of(0));
  }

  /** The number of drivers: one more than the largest of their numbers. */
  public int count() {
    return 1
        + IntStream.concat(byFace.values().stream().mapToInt(i -> i), others.stream())
            .max()
            .orElse(-1);
  }
}
