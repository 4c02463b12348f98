package io.github.reenact.tf.fdgan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.GazeEstimator;
import io.github.reenact.ModelFileException;
import io.github.reenact.tf.data.Catalog;
import io.github.reenact.tf.data.ShuffleBuffer;
import io.github.reenact.tf.fdgan.network.FdGanConfig;
import io.github.reenact.tf.gaze.GazeNet;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.training.QuietControl;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream of pictures, and trainings from it. */
class PictureStreamTest {
  private static final FdGanConfig TINY =
      new FdGanConfig(32, List.of(4, 8, 8, 8, 8), 4, 4, true, true, 1);
  private static final FdGanTraining SHORT =
      FdGanTraining.DEFAULT.withBatch(8).withEvaluateEvery(1000);
  private static final int SHARDS = 40;
  private static final int BUFFER = 100;

  /** Samples until other items are in the buffer. */
  private static final int TURN = PictureStream.DRAWS * ShuffleBuffer.STRIDE;

  @TempDir static Path data;
  @TempDir Path folder;

  @BeforeAll
  static void write() throws IOException {
    DrawnShards.write(data, SHARDS);
  }

  @Test
  void at_allSamplesOfAnEpoch_holdsFewPicturesOfAllPeople() throws IOException {
    try (GazeEstimator gaze = GazeNet.load();
        PictureStream stream =
            new PictureStream(Catalog.open(List.of(data)), 40, gaze, BUFFER, 1)) {
      assertThat(stream.identities()).isEqualTo(3 * SHARDS);
      Set<Integer> people = new HashSet<>();
      for (long sample = 0; sample < 5L * TURN; sample += TURN) {
        PictureStore store = stream.at(sample);
        assertThat(stream.at(sample + 1)).isSameAs(store);
        assertThat(DrawnShards.FRAMES * store.clips().size()).isEqualTo(80);
        assertThat(store.photos()).hasSize(20);
        store.clips().forEach(c -> people.add(c.identity()));
        store.photos().forEach(p -> people.add(p.identity()));
        PictureStore.Frame frame = store.clips().get(0).frames().get(3);
        assertThat(store.shot(frame).picture().width()).isEqualTo(96);
      }
      assertThat(people).hasSize(3 * SHARDS);
    }
  }

  @Test
  void at_itemOfTheBuffer_isReadFromMemory() throws IOException {
    Path copy = folder.resolve("copy");
    DrawnShards.write(copy, 2);
    try (GazeEstimator gaze = GazeNet.load();
        PictureStream stream = new PictureStream(Catalog.open(List.of(copy)), 40, gaze, 1000, 1)) {
      PictureStore store = stream.at(0);
      try (RandomAccessFile shard =
          new RandomAccessFile(copy.resolve("shards/s0.tfrecord").toFile(), "rw")) {
        shard.setLength(0);
      }
      for (PictureStore.Item item : store.clips()) {
        assertThat(store.shot(item.frames().get(0)).picture().width()).isEqualTo(96);
      }
    }
  }

  @Test
  void constructor_noClip_isRefused() throws IOException {
    Catalog photos = Catalog.open(List.of(data)).where(e -> e.frames() == 1);
    try (GazeEstimator gaze = GazeNet.load()) {
      assertThatThrownBy(() -> new PictureStream(photos, 40, gaze, BUFFER, 1).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no clip");
    }
  }

  private List<FdGanStage.Fed> train(
      Path from, String output, long steps, boolean resume, OptionalInt buffer) throws IOException {
    List<FdGanStage.Fed> fed = new ArrayList<>();
    FdGanInputs inputs =
        new FdGanInputs(List.of(from), Optional.empty(), Optional.empty(), List.of(), buffer);
    Path out = folder.resolve(output);
    new FdGanTrainer(TINY, SHORT.withSteps(steps), inputs, out, resume, 1, fed::add)
        .run(new QuietControl());
    return fed;
  }

  @Test
  void run_resumedInTheMiddleOfAnEpoch_isFedWhatOneRunIsFed() throws IOException {
    OptionalInt buffer = OptionalInt.of(BUFFER);
    // Samples of two turns and a half; the first part ends within the second one.
    List<FdGanStage.Fed> whole = train(data, "whole", 20, false, buffer);
    List<FdGanStage.Fed> parts = train(data, "parts", 12, false, buffer);
    parts.addAll(train(data, "parts", 20, true, buffer));
    assertThat(FedContents.of(parts)).isEqualTo(FedContents.of(whole));
    assertThat(checkpoint("parts").tensors()).isEqualTo(checkpoint("whole").tensors());
    // The people of the third turn are others than those of the first.
    assertThat(people(whole.subList(16, 20))).isNotEqualTo(people(whole.subList(0, 8)));
  }

  private Safetensors checkpoint(String output) {
    return Safetensors.read(folder.resolve(output).resolve(FdGanTrainer.CHECKPOINT));
  }

  private static Set<Integer> people(List<FdGanStage.Fed> fed) {
    Set<Integer> out = new HashSet<>();
    for (FdGanStage.Fed f : fed) {
      for (int person : f.batch().identity) {
        out.add(person);
      }
    }
    return out;
  }

  @Test
  void run_resumedInAnotherOrder_isRefused() throws IOException {
    train(data, "out", 1, false, OptionalInt.of(BUFFER));
    assertThat(checkpoint("out").metadata().get("order"))
        .startsWith("a buffer of 100, 120 items (");
    for (int other : new int[] {0, BUFFER + 1}) {
      assertThatThrownBy(() -> train(data, "out", 2, true, OptionalInt.of(other)))
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining("is of a training from a buffer of 100, 120 items")
          .hasMessageContaining("--buffer");
    }
    // Without the option, so few are in memory.
    assertThatThrownBy(() -> train(data, "out", 2, true, OptionalInt.empty()))
        .hasMessageContaining("now it would be from memory");
    Path fewer = folder.resolve("fewer");
    DrawnShards.write(fewer, SHARDS - 1);
    assertThatThrownBy(() -> train(fewer, "out", 2, true, OptionalInt.of(BUFFER)))
        .hasMessageContaining("117 items");
    assertThat(train(data, "out", 2, true, OptionalInt.of(BUFFER))).hasSize(1);
  }

  @Test
  void run_checkpointFromMemory_goesOnFromMemoryAlone() throws IOException {
    train(data, "out", 1, false, OptionalInt.empty());
    assertThat(checkpoint("out").metadata()).doesNotContainKey("order");
    assertThatThrownBy(() -> train(data, "out", 2, true, OptionalInt.of(BUFFER)))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("is of a training from memory");
    assertThat(train(data, "out", 2, true, OptionalInt.of(0))).hasSize(1);
  }

  @Test
  void run_shardDamaged_isNamed() throws IOException {
    Path copy = folder.resolve("copy");
    DrawnShards.write(copy, 3);
    Files.write(copy.resolve("shards/s1.tfrecord"), new byte[10]);
    assertThatThrownBy(() -> train(copy, "out", 5, false, OptionalInt.of(1000)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s1.tfrecord");
  }
}
