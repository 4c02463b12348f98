package io.github.reenact.tf.fdgan.training;

import io.github.reenact.Irises;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.data.ShardIndex;
import io.github.reenact.tf.data.ShardWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The people of {@link DrawnDataset}, each several times under other names, in shards. */
final class DrawnShards {
  /** Pictures of each clip. */
  static final int FRAMES = 4;

  private DrawnShards() {}

  /**
   * Writes them.
   *
   * @param shards with two clips and a photo each
   */
  static void write(Path data, int shards) throws IOException {
    Path drawn = data.resolve("drawn");
    DrawnDataset.write(drawn);
    List<Dataset.Item> items = Dataset.open(drawn).items();
    List<String> index = new ArrayList<>(List.of(ShardIndex.HEADER));
    Files.createDirectories(data.resolve("shards"));
    for (int s = 0; s < shards; s++) {
      String shard = "s" + s;
      try (OutputStream pictures = Files.newOutputStream(data.resolve(ShardIndex.pictures(shard)));
          OutputStream tracks = Files.newOutputStream(data.resolve(ShardIndex.tracks(shard)))) {
        ShardWriter writer = new ShardWriter(pictures, tracks);
        for (Dataset.Item item : items) {
          ShardWriter.Item copy =
              writer.begin(
                  new ShardWriter.Description(
                      item.name() + shard, item.identity() + shard, "train", "drawn"));
          for (Dataset.Frame f : item.frames()) {
            Path jpeg = drawn.resolve("items/%s/%05d.jpg".formatted(item.name(), f.number()));
            copy.add(f.number(), f.number(), f.landmarks(), Irises.NONE, Files.readAllBytes(jpeg));
          }
          index.add(copy.end(!item.isClip(), shard).toLine());
        }
      }
    }
    Files.write(data.resolve("index.csv"), index);
  }
}
