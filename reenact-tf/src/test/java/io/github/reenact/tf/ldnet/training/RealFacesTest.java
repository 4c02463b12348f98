package io.github.reenact.tf.ldnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.ModelFileException;
import io.github.reenact.tf.data.Catalog;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.graph.Safetensors;
import io.github.reenact.tf.training.QuietControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The people of a training, from memory and through a buffer, and trainings with them. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class RealFacesTest {
  private static final int FOLDERS = 12;
  private static final int BUFFER = 100;

  @TempDir private Path directory;
  private final List<Path> data = new ArrayList<>();

  /** 36 people for training, 12 for dev; a clip of 6 frames and a photo each. */
  @BeforeEach
  void write() throws IOException {
    for (int i = 0; i < FOLDERS; i++) {
      Path folder = TestData.dataset(directory.resolve("data" + i));
      Path index = folder.resolve("index.csv");
      Files.writeString(index, Files.readString(index).replaceAll(",p(\\d),", ",p$1-" + i + ","));
      data.add(folder);
    }
  }

  private static int frames(List<RealFaces.Person> people) {
    return people.stream().flatMap(p -> p.items().stream()).mapToInt(i -> i.length).sum();
  }

  @Test
  void of_dataset_hasAllOfTheSplit() throws IOException {
    try (RealFaces real = RealFaces.of(Dataset.open(data))) {
      assertThat(real.people()).isEqualTo(36);
      assertThat(real.at(0)).hasSize(36).isSameAs(real.at(1000));
      assertThat(frames(real.at(0))).isEqualTo(36 * 7);
    }
  }

  @Test
  void stream_manySteps_holdsFewFramesOfAllPeople() throws IOException {
    try (RealFaces real = RealFaces.stream(Catalog.open(data), BUFFER, 1);
        RealFaces resumed = RealFaces.stream(Catalog.open(data), BUFFER, 1)) {
      assertThat(real.people()).isEqualTo(36);
      assertThat(real.at(-1)).isEqualTo(real.at(0));
      Set<Integer> labels = new HashSet<>();
      for (int step = 0; step < 80; step++) {
        assertThat(frames(real.at(step))).isBetween(BUFFER - 5, BUFFER);
        real.at(step).forEach(p -> labels.add(p.label()));
      }
      assertThat(labels).hasSize(36);
      assertThat(resumed.at(79)).usingRecursiveComparison().isEqualTo(real.at(79));
    }
  }

  private Safetensors train(String output, int stopAfter, boolean resume, OptionalInt buffer)
      throws IOException {
    Path out = directory.resolve(output);
    LdNetConfig config =
        TestData.small().faceKitBatch(0).stage1Steps(25).stage2Steps(25).pairSteps(10).build();
    new LdNetTrainer(config, data, Optional.empty(), Optional.empty(), out, resume, buffer)
        .run(new QuietControl(stopAfter));
    return Safetensors.read(out.resolve(LdNetTrainer.CHECKPOINT));
  }

  @Test
  void run_resumedInTheMiddleOfAnEpoch_endsWithTheSameWeights() throws IOException {
    OptionalInt buffer = OptionalInt.of(BUFFER);
    Safetensors whole = train("whole", 1000, false, buffer);
    assertThat(train("parts", 40, false, buffer).metadata()).containsEntry("step", "40");
    Safetensors parts = train("parts", 1000, true, buffer);
    assertThat(parts.metadata()).containsEntry("step", "60");
    assertThat(parts.tensors()).isEqualTo(whole.tensors());
    assertThat(train("memory", 1000, false, OptionalInt.empty()).tensors())
        .isNotEqualTo(whole.tensors());
  }

  @Test
  void run_resumedInAnotherOrder_isRefused() throws IOException {
    train("out", 2, false, OptionalInt.of(BUFFER));
    for (int other : new int[] {0, BUFFER + 1}) {
      assertThatThrownBy(() -> train("out", 2, true, OptionalInt.of(other)))
          .isInstanceOf(ModelFileException.class)
          .hasMessageContaining("a buffer of 100 frames, 96 items (");
    }
  }

  @Test
  void constructor_negativeBuffer_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train("out", 1, false, OptionalInt.of(-1)))
        .withMessageContaining("a buffer of -1 frames");
  }
}
