package io.github.reenact.tf.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.testing.TestFaces;
import io.github.reenact.tf.graph.TensorFlowRuntime;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class ShardsTest {
  private static final Irises EYES =
      new Irises(Optional.of(new Iris(40.5, 41.25, 2)), Optional.empty());

  @TempDir private Path directory;

  private final Landmarks face = TestFaces.face().at(64, 60, 30);
  private Path pictures;
  private Path tracks;

  @BeforeEach
  void write() throws IOException {
    Path shards = Files.createDirectories(directory.resolve("shards"));
    pictures = shards.resolve("a.tfrecord");
    tracks = shards.resolve("a.tracks.tfrecord");
    try (OutputStream p = Files.newOutputStream(pictures);
        OutputStream t = Files.newOutputStream(tracks)) {
      ShardWriter writer = new ShardWriter(p, t);
      ShardWriter.Item clip =
          writer.begin(new ShardWriter.Description("one", "ann", "train", "one, first.mp4"));
      clip.add(0, 0, face, Irises.NONE, jpeg(10));
      clip.add(3, 0.12, face, EYES, jpeg(250));
      ShardWriter.Item photo =
          writer.begin(new ShardWriter.Description("two", "bob", "dev", "two.jpg"));
      photo.add(0, 0, face, EYES, jpeg(100));
      List<String> lines =
          List.of(ShardIndex.HEADER, clip.end(false, "a").toLine(), photo.end(true, "a").toLine());
      Files.write(directory.resolve("index.csv"), lines);
      assertThat(writer.bytes()).isEqualTo(Files.size(pictures) + Files.size(tracks));
    }
  }

  private static byte[] jpeg(int grey) throws IOException {
    BufferedImage picture = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 128 * 128; i++) {
      picture.setRGB(i % 128, i / 128, grey * 0x10101);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpeg", out);
    return out.toByteArray();
  }

  @Test
  void open_shards_givesWhatWasWritten() throws IOException {
    List<Dataset.Item> items = Dataset.open(directory).items();
    assertThat(items).extracting(Dataset.Item::name).containsExactly("one", "two");
    Dataset.Item clip = items.get(0);
    assertThat(clip.identity()).isEqualTo("ann");
    assertThat(clip.split()).isEqualTo("train");
    assertThat(clip.isClip()).isTrue();
    assertThat(items.get(1).isClip()).isFalse();
    assertThat(clip.landmarks()).containsExactly(face, face);
    assertThat(clip.frames()).extracting(Dataset.Frame::number).containsExactly(0, 3);
    Picture second = clip.frames().get(1).picture();
    second.check();
    assertThat(second.irises()).hasValue(EYES);
    assertThat(clip.frames().get(0).picture().irises()).hasValue(Irises.NONE);
    assertThat(second.read().rgb(5, 5) & 255).isBetween(247, 253);
    assertThat(items.get(1).frames().get(0).picture().read().rgb(5, 5) & 255).isBetween(97, 103);
    assertThat(second).isEqualTo(Dataset.open(directory).items().get(0).frames().get(1).picture());
  }

  @Test
  void shard_readByTensorFlow_hasTheSameRecords() throws IOException {
    TensorFlowRuntime.load();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      List<Class<? extends TType>> type = List.of(TString.class);
      List<Shape> shape = List.of(Shape.scalar());
      // The binding of the second version of this operation lacks one of its inputs.
      Output<TType> records =
          graph
              .opBuilder("TFRecordDataset", "records", graph.baseScope())
              .addInput(tf.array(pictures.toString()).asOutput())
              .addInput(tf.constant("").asOutput())
              .addInput(tf.constant(0L).asOutput())
              .build()
              .output(0);
      var iterator = tf.data.iterator("", "", type, shape);
      var begin = tf.data.makeIterator(records, iterator);
      var next = tf.data.iteratorGetNext(iterator, type, shape).iterator().next();
      List<Long> frames = new ArrayList<>();
      try (Session session = new Session(graph)) {
        session.runner().addTarget(begin.op()).run();
        for (int i = 0; i < 3; i++) {
          try (Result result = session.runner().fetch(next).run()) {
            byte[] bytes = ((TString) result.get(0)).asBytes().getObject();
            frames.add(Features.parse(bytes).longs("frame")[0]);
          }
        }
      }
      assertThat(frames).containsExactly(0L, 3L, 0L);
    }
  }

  @Test
  void read_damagedRecord_isNamedWithItsPlace() throws IOException {
    Picture first = Dataset.open(directory).items().get(0).frames().get(0).picture();
    byte[] bytes = Files.readAllBytes(pictures);
    bytes[100]++;
    Files.write(pictures, bytes);
    assertThatThrownBy(first::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.tfrecord is damaged: at byte 0 the record's checksum is wrong");
  }

  @Test
  void read_shardCutShort_isNamed() throws IOException {
    Dataset data = Dataset.open(directory);
    Picture last = data.items().get(1).frames().get(0).picture();
    Files.write(pictures, new byte[0]);
    assertThatThrownBy(last::check).hasMessageContaining("a.tfrecord is missing or cut short");
    assertThatThrownBy(last::read).hasMessageContaining("the file ends within the record");
    Files.delete(tracks);
    assertThatThrownBy(() -> Dataset.open(directory))
        .hasMessageContaining("a.tracks.tfrecord")
        .hasMessageContaining("the index lists it");
  }

  @Test
  void open_indexThatDoesNotFit_isNamedWithItsLine() throws IOException {
    Path index = directory.resolve("index.csv");
    List<String> lines = Files.readAllLines(index);
    Files.write(index, List.of(lines.get(0), lines.get(1), lines.get(1)));
    assertThatThrownBy(() -> Dataset.open(directory))
        .hasMessageContaining("line 3: item 'one' is listed twice");
    Files.write(index, List.of(lines.get(0), lines.get(1).replace(",2,a,", ",7,a,")));
    assertThatThrownBy(() -> Dataset.open(directory)).hasMessageContaining("of the 7 frames");
    Files.write(index, List.of(lines.get(0), "one,ann,train,clip,x,a,0,source"));
    assertThatThrownBy(() -> Dataset.open(directory)).hasMessageContaining("line 2");
  }
}
