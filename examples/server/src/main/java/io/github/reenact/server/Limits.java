package io.github.reenact.server;

import java.time.Duration;

/**
 * What a {@link ReenactServer} takes on, so that no client can fill its memory, its disk or its
 * time.
 *
 * @param uploads the largest files
 * @param sessions live sessions at once, at least 1
 * @param queue jobs that wait, at least 1
 * @param filesPerClient photos, drivers and recordings that one address may keep at once, each, at
 *     least 1
 * @param keep after what time without use they, and the results of jobs, are deleted
 */
public record Limits(Uploads uploads, int sessions, int queue, int filesPerClient, Duration keep) {
  /** The limits if none are given. */
  public static final Limits DEFAULT =
      new Limits(
          new Uploads(20L << 20, 24_000_000, 200L << 20, 9_000_000, 120),
          4,
          8,
          32,
          Duration.ofMinutes(30));

  /**
   * The largest files that are taken.
   *
   * @param photoBytes of a photo, as it is sent
   * @param photoPixels of a photo; more are refused before it is decoded
   * @param driverBytes of a driving video or motion template, as it is sent
   * @param driverPixels of a frame of a driving video
   * @param seconds of a driving video and of a recording
   */
  public record Uploads(
      long photoBytes, long photoPixels, long driverBytes, long driverPixels, int seconds) {
    /** Checks the ranges. */
    public Uploads {
      positive("photoBytes", photoBytes);
      positive("photoPixels", photoPixels);
      positive("driverBytes", driverBytes);
      positive("driverPixels", driverPixels);
      positive("seconds", seconds);
    }
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is below 1, or the time is not positive
   */
  public Limits {
    positive("sessions", sessions);
    positive("queue", queue);
    positive("filesPerClient", filesPerClient);
    positive("keep", keep.toMillis());
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1");
    }
  }
}
