package io.github.reenact.media;

import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A motion without its video: the landmarks of a face frame by frame, to drive a photo with later.
 * Nothing of the picture is kept.
 *
 * <p>The file is text (UTF-8), {@code .csv} by habit:
 *
 * <pre>
 * # reenact-motion-template 1
 * # width 512
 * # height 512
 * # fps 30000/1001
 * frame,time,x0,y0,x1,y1,..,x67,y67
 * 0,0.000000,201.125,187.500,..
 * 1,0.033367
 * 2,0.066733,201.250,187.375,..
 * </pre>
 *
 * <p>{@code width} and {@code height} are the driving frame's in pixels, {@code fps} its rate.
 * Every frame has a line, numbered from 0 without gaps; the time is in seconds and increases. A
 * frame in which no face was found has only its number and time. Lines that begin with {@code #}
 * after the first four, and blank lines, are comments.
 *
 * <p>A template with irises has version 2 and six more columns, {@code
 * left_x,left_y,left_r,right_x,right_y,right_r}: centre and radius of the iris in the eye on the
 * left of the picture and of that on the right, in pixels; the three cells of an eye are empty if
 * its iris is not seen. Without any iris version 1 is written. Both are read.
 *
 * @param width of the driving frame in pixels, 1 to 65535
 * @param height of the driving frame in pixels, 1 to 65535
 * @param rate of the driving video
 * @param frames in order, at least one, at least one of them with a face
 */
public record MotionTemplate(int width, int height, FrameRate rate, List<Frame> frames) {
  private static final String MAGIC = "# reenact-motion-template ";

  /** With irises; without, one less. */
  private static final int VERSION = 2;

  private static final String IRISES = ",left_x,left_y,left_r,right_x,right_y,right_r";
  private static final int WITHOUT_IRISES = 2 + 2 * Landmarks.COUNT;
  private static final int WITH_IRISES = WITHOUT_IRISES + 6;

  /**
   * One frame.
   *
   * @param seconds from the first frame
   * @param landmarks in pixels of the driving frame, or empty if no face was found
   * @param irises in the same pixels
   */
  public record Frame(double seconds, Optional<Landmarks> landmarks, Irises irises) {
    /** A frame whose irises are not known. */
    public Frame(double seconds, Optional<Landmarks> landmarks) {
      this(seconds, landmarks, Irises.NONE);
    }
  }

  /** Checks the ranges and copies the list. */
  public MotionTemplate {
    if (width < 1 || height < 1 || width > 65_535 || height > 65_535) {
      throw new IllegalArgumentException(
          "a motion template's frame is 1 to 65535 pixels wide and high, not "
              + width
              + "x"
              + height);
    }
    frames = List.copyOf(frames);
    if (frames.stream().noneMatch(f -> f.landmarks().isPresent())) {
      throw new IllegalArgumentException("a motion template needs a frame with a face");
    }
  }

  /** Whether a file begins as a motion template does, of whatever version. */
  public static boolean isTemplate(Path file) throws IOException {
    VideoReader.checkReadable(file);
    byte[] magic = MAGIC.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(magic.length), magic);
    }
  }

  /**
   * Reads a template.
   *
   * @throws IOException if the file cannot be read, is of another version, or a line is wrong; the
   *     message names the line, the value and what it should be
   */
  public static MotionTemplate read(Path file) throws IOException {
    VideoReader.checkReadable(file);
    try (InputStream in = Files.newInputStream(file)) {
      return read(file, in);
    }
  }

  /**
   * Reads a template from a stream, for example a resource; the stream is left open.
   *
   * @param name of the source, for messages
   * @throws IOException as {@link #read(Path)}
   */
  public static MotionTemplate read(Path name, InputStream in) throws IOException {
    try {
      // A decoder of its own: malformed text is an error and not a question mark.
      return parse(
          new Lines(
              name,
              new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))));
    } catch (UncheckedIOException | CharacterCodingException e) {
      throw new IOException(name + " is not a text file in UTF-8", e);
    }
  }

  private static MotionTemplate parse(Lines lines) throws IOException {
    if (!lines.next() || !lines.text().startsWith(MAGIC.strip())) {
      throw lines.wrong(
          "this is no motion template: it does not begin with '"
              + MAGIC
              + (VERSION - 1)
              + "'; write one with reenact landmarks --template");
    }
    String version = lines.text().substring(MAGIC.strip().length()).strip();
    boolean irises = version.equals(Integer.toString(VERSION));
    if (!irises && !version.equals(Integer.toString(VERSION - 1))) {
      throw lines.wrong(
          "the template has version '"
              + version
              + "'; this program reads versions "
              + (VERSION - 1)
              + " and "
              + VERSION
              + ": write it again with reenact landmarks --template");
    }
    int width = size(lines, "width");
    int height = size(lines, "height");
    String fps = value(lines, "fps");
    FrameRate rate;
    try {
      rate = FrameRate.parse(fps);
    } catch (IllegalArgumentException e) {
      throw lines.wrong("fps is '" + fps + "'; it must be as 25, 29.97 or 30000/1001");
    }
    StringBuilder header = new StringBuilder();
    LandmarksCsv.header(header);
    if (irises) {
      header.append(IRISES);
    }
    if (!data(lines) || !lines.text().equals(header.toString())) {
      throw lines.wrong("the header is not frame,time,x0,y0,..,x67,y67" + (irises ? IRISES : ""));
    }
    int cellsOfAFace = irises ? WITH_IRISES : WITHOUT_IRISES;
    List<Frame> frames = new ArrayList<>();
    boolean face = false;
    double time = -1;
    while (data(lines)) {
      String[] cells = lines.text().split(",", -1);
      if (cells.length != 2 && cells.length != cellsOfAFace) {
        throw lines.wrong(
            "there are "
                + cells.length
                + " cells; a frame has "
                + cellsOfAFace
                + " (frame, time, 68 times x and y"
                + (irises ? ", twice x, y, r of an iris" : "")
                + "), or 2 if there is no face");
      }
      int frame = lines.frame(cells[0], frames.size() - 1);
      if (frame != frames.size()) {
        throw lines.wrong(
            "frame "
                + frames.size()
                + " is missing, frame "
                + frame
                + " follows; give a frame without a face a line with its number and time");
      }
      double seconds = lines.number(cells[1], "time");
      if (seconds < 0 || seconds <= time) {
        throw lines.wrong("time is " + cells[1] + "; it must be from 0 and increase");
      }
      time = seconds;
      Optional<Landmarks> landmarks =
          cells.length == 2 ? Optional.empty() : Optional.of(lines.landmarks(cells));
      face |= landmarks.isPresent();
      frames.add(
          new Frame(
              seconds,
              landmarks,
              cells.length == WITH_IRISES
                  ? new Irises(
                      iris(lines, cells, "left", WITHOUT_IRISES),
                      iris(lines, cells, "right", WITHOUT_IRISES + 3))
                  : Irises.NONE));
    }
    if (!face) {
      throw lines.wrong(
          "the template has "
              + frames.size()
              + " frames and none with a face; write it again from another video");
    }
    return new MotionTemplate(width, height, rate, frames);
  }

  private static Optional<Iris> iris(Lines lines, String[] cells, String eye, int first)
      throws IOException {
    if (cells[first].isEmpty() && cells[first + 1].isEmpty() && cells[first + 2].isEmpty()) {
      return Optional.empty();
    }
    double x = lines.number(cells[first], eye + "_x");
    double y = lines.number(cells[first + 1], eye + "_y");
    double radius = lines.number(cells[first + 2], eye + "_r");
    if (Math.abs(x) > 1e6 || Math.abs(y) > 1e6) {
      throw lines.wrong(
          "the %s iris is at %s, %s; it must be pixels, within 1000000 of 0".formatted(eye, x, y));
    }
    if (!(radius > 0)) {
      throw lines.wrong(eye + "_r is " + cells[first + 2] + "; a radius must be above 0");
    }
    return Optional.of(new Iris(x, y, radius));
  }

  private static boolean data(Lines lines) throws IOException {
    while (lines.next()) {
      if (!lines.text().startsWith("#")) {
        return true;
      }
    }
    return false;
  }

  private static String value(Lines lines, String name) throws IOException {
    String prefix = "# " + name + " ";
    if (!lines.next() || !lines.text().startsWith(prefix)) {
      throw lines.wrong("'" + prefix + "..' is missing here");
    }
    return lines.text().substring(prefix.length()).strip();
  }

  private static int size(Lines lines, String name) throws IOException {
    String text = value(lines, name);
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= 65_535) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw lines.wrong(name + " is '" + text + "'; it must be a whole number of pixels");
    }
    throw lines.wrong(name + " is " + text + "; it must be 1 to 65535 pixels");
  }

  /**
   * Writes the template; the file appears when it is complete.
   *
   * @param overwrite whether an existing file may be replaced
   * @throws IOException if it cannot be written
   */
  public void write(Path file, boolean overwrite) throws IOException {
    try (OutputFile out = OutputFile.open(file, overwrite)) {
      try (BufferedWriter writer =
          Files.newBufferedWriter(out.temporary(), StandardCharsets.UTF_8)) {
        StringBuilder line = new StringBuilder(2048);
        boolean irises = frames.stream().anyMatch(f -> !f.irises().equals(Irises.NONE));
        line.append(MAGIC).append(irises ? VERSION : VERSION - 1).append('\n');
        line.append("# width ").append(width).append('\n');
        line.append("# height ").append(height).append('\n');
        line.append("# fps ").append(rate).append('\n');
        LandmarksCsv.header(line);
        if (irises) {
          line.append(IRISES);
        }
        writer.append(line).append('\n');
        for (int i = 0; i < frames.size(); i++) {
          line.setLength(0);
          line.append(i).append(',');
          LandmarksCsv.decimal(line, frames.get(i).seconds(), 6);
          frames.get(i).landmarks().ifPresent(l -> LandmarksCsv.points(line, l));
          if (irises && frames.get(i).landmarks().isPresent()) {
            append(line, frames.get(i).irises().left());
            append(line, frames.get(i).irises().right());
          }
          writer.append(line).append('\n');
        }
      }
      out.commit();
    }
  }

  private static void append(StringBuilder line, Optional<Iris> iris) {
    if (iris.isEmpty()) {
      line.append(",,,");
      return;
    }
    for (double v : new double[] {iris.get().x(), iris.get().y(), iris.get().radius()}) {
      line.append(',');
      LandmarksCsv.decimal(line, v, 3);
    }
  }
}
