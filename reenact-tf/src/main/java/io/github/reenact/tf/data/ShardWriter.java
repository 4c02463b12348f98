package io.github.reenact.tf.data;

import com.google.common.primitives.Floats;
import com.google.common.primitives.Longs;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes many items into two streams of TensorFlow's records (TFRecord of {@code Example}): one
 * record a picture into the shard, one record an item, with all of its landmarks, into the tracks.
 *
 * <pre>
 * a picture: image/encoded (JPEG), image/format, person, clip, frame, time, landmarks, irises
 * an item:   clip, person, split, kind, source, frame[n], time[n], landmarks[136 n], irises[6 n],
 *            offset[n]: where in the shard its pictures begin
 * </pre>
 *
 * Landmarks are x0, y0 .. x67, y67 in pixels of the picture, irises are x, y, radius of the left
 * and the right one, NaN where none is seen; times are in seconds.
 *
 * <p>Not thread-safe. The streams are the caller's, who closes them.
 */
public final class ShardWriter {
  private final OutputStream pictures;
  private final OutputStream tracks;
  private long pictureBytes;
  private long trackBytes;

  /** A writer at the beginning of two streams. */
  public ShardWriter(OutputStream pictures, OutputStream tracks) {
    this.pictures = pictures;
    this.tracks = tracks;
  }

  /** The bytes written so far, in both streams. */
  public long bytes() {
    return pictureBytes + trackBytes;
  }

  /** Begins an item, which counts when it is {@linkplain Item#end ended}. */
  public Item begin(Description description) {
    return new Item(description);
  }

  /**
   * What an item is.
   *
   * @param name unique in the dataset
   * @param identity whom it shows
   * @param split which part of the data it belongs to
   * @param source where it comes from
   */
  public record Description(String name, String identity, String split, String source) {}

  /** An item being written. */
  public final class Item {
    private final Description description;
    private final List<Long> frames = new ArrayList<>();
    private final List<Float> times = new ArrayList<>();
    private final List<Float> landmarks = new ArrayList<>();
    private final List<Float> irises = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();

    private Item(Description description) {
      this.description = description;
    }

    /**
     * Adds a picture.
     *
     * @param frame its number, more than the last one's
     * @param seconds when it is shown
     * @param face in pixels of the picture
     * @param eyes in pixels of the picture
     * @param jpeg the picture
     */
    public void add(int frame, double seconds, Landmarks face, Irises eyes, byte[] jpeg)
        throws IOException {
      float[] xy = face.toArray();
      float[] seen = Features.of(eyes);
      frames.add((long) frame);
      times.add((float) seconds);
      landmarks.addAll(Floats.asList(xy));
      irises.addAll(Floats.asList(seen));
      offsets.add(pictureBytes);
      pictureBytes +=
          TfRecords.write(
              pictures,
              Features.create()
                  .bytes("image/encoded", jpeg)
                  .text("image/format", "jpeg")
                  .text("person", description.identity)
                  .text("clip", description.name)
                  .longs("frame", frame)
                  .floats("time", (float) seconds)
                  .floats("landmarks", xy)
                  .floats("irises", seen)
                  .toBytes());
    }

    /**
     * Ends the item.
     *
     * @param photo whether it is a photo, not a clip
     * @return its line of the index
     */
    public ShardIndex.Entry end(boolean photo, String shard) throws IOException {
      String kind = photo ? "photo" : "clip";
      long at = trackBytes;
      trackBytes +=
          TfRecords.write(
              tracks,
              Features.create()
                  .text("clip", description.name)
                  .text("person", description.identity)
                  .text("split", description.split)
                  .text("kind", kind)
                  .text("source", description.source)
                  .longs("frame", Longs.toArray(frames))
                  .floats("time", Floats.toArray(times))
                  .floats("landmarks", Floats.toArray(landmarks))
                  .floats("irises", Floats.toArray(irises))
                  .longs("offset", Longs.toArray(offsets))
                  .toBytes());
      return new ShardIndex.Entry(
          description, kind, frames.size(), new ShardIndex.Place(shard, at));
    }

    /** How many pictures there are so far. */
    public int size() {
      return offsets.size();
    }
  }
}
