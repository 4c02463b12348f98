package io.github.reenact.tf.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;

/** Reads event files as TensorBoard does. */
public final class EventFiles {
  private EventFiles() {}

  /** The event files of a folder in the order in which TensorBoard reads them. */
  public static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("events.out.tfevents."))
          .sorted()
          .toList();
    }
  }

  /** The events of the only event file in a folder. */
  public static List<Event> read(Path folder) throws IOException {
    List<Path> files = list(folder);
    assertThat(files).hasSize(1);
    return readFile(files.get(0));
  }

  /** The events of a file, checksums checked. */
  public static List<Event> readFile(Path file) throws IOException {
    return parse(Files.readAllBytes(file));
  }

  static List<Event> parse(byte[] bytes) throws InvalidProtocolBufferException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> out = new ArrayList<>();
    while (in.hasRemaining()) {
      int start = in.position();
      byte[] data = new byte[Math.toIntExact(in.getLong())];
      assertThat(unmasked(in.getInt())).isEqualTo(crc(bytes, start, Long.BYTES));
      start = in.position();
      in.get(data);
      assertThat(unmasked(in.getInt())).isEqualTo(crc(bytes, start, data.length));
      out.add(Event.parseFrom(data));
    }
    return out;
  }

  private static int unmasked(int masked) {
    int rotated = masked - 0xa282ead8;
    return rotated >>> 17 | rotated << 15;
  }

  private static int crc(byte[] bytes, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, count);
    return (int) crc.getValue();
  }

  /** The values of a scalar by their steps. */
  public static Map<Long, Float> values(List<Event> events, String tag) {
    Map<Long, Float> out = new TreeMap<>();
    events.forEach(
        e ->
            e.getSummary().getValueList().stream()
                .filter(v -> v.getTag().equals(tag))
                .forEach(v -> out.put(e.getStep(), v.getSimpleValue())));
    return out;
  }
}
