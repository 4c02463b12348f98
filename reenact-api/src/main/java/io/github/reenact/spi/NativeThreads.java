package io.github.reenact.spi;

import java.util.List;

/**
 * How many threads each native library gets. Backends and file readers ask here, so that the shares
 * of one machine are decided in one place.
 *
 * <p>The rule: the step that takes longest, the translator, may use all processors; every other
 * step has a thread of its own beside it (see {@link io.github.reenact.ReenactmentPipeline}) and
 * gets no more, except for decoding, which of large videos may be the slowest. A processor is what
 * the Java runtime counts as one, so that the limits of a container hold for native libraries as
 * well; {@code -XX:ActiveProcessorCount} sets another number for all of them.
 *
 * <p>The detectors {@code dlib} and {@code dlib-java} have no setting: a call computes in the
 * thread that calls.
 *
 * <p>Thread-safe.
 */
public final class NativeThreads {
  /** Name of the system property that sets how many threads the translator gets. */
  public static final String TRANSLATOR_PROPERTY = "reenact.translator.threads";

  /** More than this make the decoding of a video no faster, and take memory each. */
  private static final int MOST_FOR_DECODING = 4;

  private NativeThreads() {}

  /**
   * For one operation of the translator's network: all processors, or as many as the system
   * property {@value #TRANSLATOR_PROPERTY} says.
   *
   * @throws IllegalArgumentException if the property is not a whole number of at least 1
   */
  public static int translator() {
    String set = System.getProperty(TRANSLATOR_PROPERTY);
    if (set == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    try {
      int threads = Integer.parseInt(set);
      if (threads >= 1) {
        return threads;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "-D" + TRANSLATOR_PROPERTY + "=" + set + " is not a number of threads, 1 or more");
  }

  /**
   * Numbers of threads of the translator to choose from by measurement, the one to begin with
   * first: all processors, and one, which leaves the others to the other steps; only {@link
   * #translator} where there is nothing to choose.
   *
   * @throws IllegalArgumentException as {@link #translator}
   */
  public static List<Integer> translatorChoices() {
    int all = translator();
    return all == 1 || System.getProperty(TRANSLATOR_PROPERTY) != null
        ? List.of(all)
        : List.of(all, 1);
  }

  /** For the decoder of a video: all processors, up to 4. */
  public static int decoder() {
    return Math.min(MOST_FOR_DECODING, Runtime.getRuntime().availableProcessors());
  }

  /**
   * For the encoder of a video: 1. With more it cuts pictures into as many slices, and the file
   * would depend on the machine.
   */
  public static int encoder() {
    return 1;
  }
}
