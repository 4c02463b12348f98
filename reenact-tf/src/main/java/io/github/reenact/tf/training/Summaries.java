package io.github.reenact.tf.training;

import com.google.protobuf.ByteString;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;

/**
 * A training's metrics as a TensorBoard event file: TFRecords, each a {@code
 * org.tensorflow.proto.Event}. {@code tensorboard --logdir FOLDER} shows them while the training
 * runs: each event is handed to the system as it is written, nothing waits in a buffer.
 *
 * <p>Every run of a training writes a file of its own. It begins by telling TensorBoard which step
 * comes next, so that of an earlier run, what was written after the checkpoint is not shown: those
 * steps are done again.
 *
 * <p>Not thread-safe.
 */
public final class Summaries implements TrainingListener, AutoCloseable {
  private static final String PREFIX = "events.out.tfevents.";

  private final Path file;
  private final OutputStream out;

  /** Begins a file; the stream is closed with this. */
  Summaries(Path file, OutputStream out, long step) throws IOException {
    this.file = file;
    this.out = out;
    write(Event.newBuilder().setFileVersion("brain.Event:2"));
    // TensorBoard drops points at and after this step: that of the checkpoint itself stays.
    write(
        Event.newBuilder()
            .setStep(step + 1)
            .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START)));
  }

  /**
   * Begins a file {@code events.out.tfevents.SECONDS.HOST}.
   *
   * @param folder where it is made; it must be there
   * @param step the steps done before, 0 at the very first start
   * @throws IOException if the file cannot be written
   */
  public static Summaries open(Path folder, long step) throws IOException {
    for (long seconds = System.currentTimeMillis() / 1000; ; seconds++) {
      Path file = folder.resolve("%s%010d.%s".formatted(PREFIX, seconds, host()));
      OutputStream out;
      try {
        out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      } catch (FileAlreadyExistsException e) {
        // Of a run that began in the same second; TensorBoard reads files in the order of names.
        continue;
      }
      try {
        return new Summaries(file, out, step);
      } catch (IOException e) {
        out.close();
        throw e;
      }
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "_");
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** The event file. */
  public Path file() {
    return file;
  }

  /**
   * Writes metrics of a step.
   *
   * @param group what their names are put under, {@code train} or {@code dev}: {@code train/loss}
   * @throws IOException if the file cannot be written, as on a full disk
   */
  public void scalars(String group, Map<String, Double> metrics, long step) throws IOException {
    Summary.Builder summary = Summary.newBuilder();
    metrics.forEach(
        (name, value) ->
            summary.addValue(
                Summary.Value.newBuilder()
                    .setTag(group + "/" + name)
                    .setSimpleValue(value.floatValue())));
    write(Event.newBuilder().setStep(step).setSummary(summary));
  }

  /**
   * Writes a picture of a step, as a JPEG: there will be many.
   *
   * @param tag its name, {@code dev/sheet}
   * @param picture without transparency
   * @throws IOException if the event file cannot be written, as on a full disk
   */
  public void image(String tag, BufferedImage picture, long step) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    // ImageIO's own stream would be a temporary file, which cannot be had any more while Java ends:
    // the last evaluation of a training that is told to stop.
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(encoded)) {
      if (!ImageIO.write(picture, "jpg", stream)) {
        throw new IllegalArgumentException("no JPEG can be made of " + picture);
      }
    }
    Summary.Image.Builder image =
        Summary.Image.newBuilder()
            .setWidth(picture.getWidth())
            .setHeight(picture.getHeight())
            .setColorspace(3)
            .setEncodedImageString(ByteString.copyFrom(encoded.toByteArray()));
    Summary.Value.Builder value = Summary.Value.newBuilder().setTag(tag).setImage(image);
    write(Event.newBuilder().setStep(step).setSummary(Summary.newBuilder().addValue(value)));
  }

  @Override
  public void trained(Metrics m) throws IOException {
    scalars("train", m.metrics(), m.steps());
  }

  @Override
  public void evaluated(Metrics m) throws IOException {
    scalars("dev", m.metrics(), m.steps());
    if (m.picture().isPresent()) {
      image("dev/sheet", ImageIO.read(m.picture().get().toFile()), m.steps());
    }
  }

  private void write(Event.Builder event) throws IOException {
    byte[] data = event.setWallTime(System.currentTimeMillis() / 1000.0).build().toByteArray();
    ByteBuffer record =
        ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length);
    record
        .putInt(maskedCrc(record.array(), Long.BYTES))
        .put(data)
        .putInt(maskedCrc(data, data.length));
    try {
      out.write(record.array());
    } catch (IOException e) {
      throw MetricsFile.cannotWrite(file, e);
    }
  }

  /** As TFRecords have it: CRC-32C, rotated and shifted so that a CRC over CRCs is a good one. */
  static int maskedCrc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  /** Closes the file. */
  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw MetricsFile.cannotWrite(file, e);
    }
  }
}
