package io.github.reenact.tf.data;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.reenact.Image;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads one shard of a dataset. Nothing of it is kept, in memory or open.
 *
 * @param pictures the file of the pictures
 * @param tracks the file of the tracks
 */
record Shard(Path pictures, Path tracks) {
  static Shard of(Path dataset, String name) {
    return new Shard(
        dataset.resolve(ShardIndex.pictures(name)), dataset.resolve(ShardIndex.tracks(name)));
  }

  /**
   * The frames of one item.
   *
   * @param at where its track begins, in bytes
   * @param n how many there are
   * @throws IOException if they cannot be read, or are another number than the index says
   */
  List<Dataset.Frame> frames(long at, int n) throws IOException {
    Features track = parse(tracks, at);
    long[] numbers = track.longs("frame");
    long[] offsets = track.longs("offset");
    float[] landmarks = track.floats("landmarks");
    float[] irises = track.floats("irises");
    int xy = 2 * Landmarks.COUNT;
    if (numbers.length != n
        || offsets.length != n
        || landmarks.length != n * xy
        || irises.length != n * Features.IRISES) {
      throw TfRecords.damaged(
          tracks, at, "is no item of the " + n + " frames that the index says", null);
    }
    List<Dataset.Frame> out = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      try {
        Irises eyes = Features.irises(irises, i * Features.IRISES);
        Landmarks face = Landmarks.of(Arrays.copyOfRange(landmarks, i * xy, (i + 1) * xy));
        out.add(new Dataset.Frame((int) numbers[i], face, new InShard(pictures, offsets[i], eyes)));
      } catch (IllegalArgumentException e) {
        throw TfRecords.damaged(tracks, at, String.valueOf(e.getMessage()), e);
      }
    }
    return out;
  }

  private static Features parse(Path file, long offset) throws IOException {
    try {
      return Features.parse(TfRecords.read(file, offset));
    } catch (InvalidProtocolBufferException e) {
      throw TfRecords.damaged(file, offset, "is no Example", e);
    }
  }

  /** A picture in a shard. */
  private record InShard(Path file, long offset, Irises eyes) implements Picture {
    @Override
    public void check() throws IOException {
      if (!Files.isReadable(file) || Files.size(file) <= offset) {
        throw new IOException(
            file + " is missing or cut short; copy the whole dataset, or prepare it again");
      }
    }

    @Override
    public Picture load() throws IOException {
      return new LoadedPicture(bytes(), this::decode, irises());
    }

    @Override
    public Image read() throws IOException {
      return decode(bytes());
    }

    private byte[] bytes() throws IOException {
      return parse(file, offset).bytes("image/encoded");
    }

    private Image decode(byte[] jpeg) throws IOException {
      try {
        return Jpeg.decode(jpeg);
      } catch (IOException e) {
        throw TfRecords.damaged(file, offset, String.valueOf(e.getMessage()), e);
      }
    }

    @Override
    public Optional<Irises> irises() {
      return Optional.of(eyes);
    }
  }
}
