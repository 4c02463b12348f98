package io.github.reenact.dataset;

import io.github.reenact.media.FrameRate;
import io.github.reenact.media.VideoReader;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The part of a video that becomes one item. A video of less than two minutes is one range, a
 * longer one is as many as it has whole minutes: each of a minute, the last up to its end. Each is
 * read, tracked and cut by itself, so that it does not matter which process does it.
 *
 * @param index which of the ranges, from 0
 * @param count of all ranges of the video, at least 1
 */
public record VideoRange(int index, int count) implements Serializable {
  /** A video, or photo, as a whole. */
  public static final VideoRange WHOLE = new VideoRange(0, 1);

  private static final int SECONDS = 60;

  /** A range has so many bytes at least, whatever a damaged file says of how long it lasts. */
  private static final int LEAST_BYTES = 4096;

  private static final Pattern PART = Pattern.compile("(.*)#t=(\\d+)");

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no such range
   */
  public VideoRange {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("there is no range %d of %d".formatted(index, count));
    }
  }

  /**
   * How many ranges a file is, by what its container says of its duration.
   *
   * @param rate at which clips are sampled
   * @throws IOException if the file cannot be read
   */
  public static int count(Path file, FrameRate rate) throws IOException {
    long frames = Math.round(VideoReader.duration(file) * rate.perSecond());
    long most = Math.max(1, Files.size(file) / LEAST_BYTES);
    return (int) Math.max(1, Math.min(frames / frames(rate), most));
  }

  /** All ranges of a video. */
  public static List<VideoRange> all(int count) {
    return IntStream.range(0, count).mapToObj(i -> new VideoRange(i, count)).toList();
  }

  /** Frames of a range that is not the last. */
  private static long frames(FrameRate rate) {
    return Math.max(1, Math.round(SECONDS * rate.perSecond()));
  }

  /** The number of its first frame. */
  long first(FrameRate rate) {
    return index * frames(rate);
  }

  /** So many frames at the most. */
  long limit(FrameRate rate) {
    return isLast() ? Long.MAX_VALUE : frames(rate);
  }

  boolean isLast() {
    return index == count - 1;
  }

  /** Whether it is the whole file. */
  public boolean isWhole() {
    return count == 1;
  }

  /** When it begins, in seconds. */
  public int seconds() {
    return SECONDS * index;
  }

  /** The name of its item: {@code ITEM@SECONDS}, or that of the file's item if it is the whole. */
  public String item(String item) {
    return isWhole() ? item : item + "@" + seconds();
  }

  /**
   * Its source: {@code PATH#t=SECONDS}, a media fragment, or the file's path if it is the whole.
   */
  public String path(String path) {
    return isWhole() ? path : path + "#t=" + seconds();
  }

  /** The path of the file of which a source is the whole or a range. */
  public static String fileOf(String source) {
    Matcher part = PART.matcher(source);
    return part.matches() ? part.group(1) : source;
  }

  /** The name of the item of a source, whose file's item is {@code item}: as {@link #item}. */
  public static String itemOf(String source, String item) {
    Matcher part = PART.matcher(source);
    return part.matches() ? item + "@" + part.group(2) : item;
  }
}
