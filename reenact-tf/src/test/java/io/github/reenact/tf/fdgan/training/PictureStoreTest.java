package io.github.reenact.tf.fdgan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reenact.GazeEstimator;
import io.github.reenact.Image;
import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.tf.data.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureStoreTest {
  private static final Irises SEEN = new Irises(Optional.of(new Iris(40, 40, 2)), Optional.empty());

  @TempDir Path data;
  private int looked;

  private final GazeEstimator gaze =
      new GazeEstimator() {
        @Override
        public Irises find(Image picture, Landmarks landmarks) {
          looked++;
          return SEEN;
        }

        @Override
        public void close() {}
      };

  @BeforeEach
  void drawDataset() throws IOException {
    DrawnDataset.write(data);
  }

  private PictureStore store() throws IOException {
    return new PictureStore(Dataset.open(data), 40, gaze);
  }

  @Test
  void constructor_decodesNothing() throws IOException {
    PictureStore store = store();
    assertThat(looked).isZero();
    assertThat(store.clips()).hasSize(2);
    assertThat(store.photos()).hasSize(1);
    assertThat(store.identities()).isEqualTo(3);
  }

  @Test
  void shot_askedForTwice_isDecodedOnce() throws IOException {
    PictureStore store = store();
    PictureStore.Frame frame = store.photos().get(0).frames().get(0);
    PictureStore.Shot shot = store.shot(frame);
    assertThat(shot.picture().width()).isEqualTo(96);
    assertThat(shot.landmarks()).isEqualTo(frame.landmarks());
    assertThat(shot.irises()).isEqualTo(SEEN);
    assertThat(store.shot(frame)).isSameAs(shot);
    assertThat(looked).isEqualTo(1);
  }

  @Test
  void constructor_sameIdentityInTwoDatasets_isOnePerson() throws IOException {
    PictureStore store = new PictureStore(Dataset.open(List.of(data, data)), 40, gaze);
    assertThat(store.identities()).isEqualTo(3);
    assertThat(store.clipsByPerson()).hasSize(2);
    assertThat(store.clips()).hasSize(4);
  }

  @Test
  void constructor_pictureMissing_isNamed() throws IOException {
    Path gone = data.resolve("items/p1/00002.jpg");
    Files.delete(gone);
    assertThatThrownBy(this::store)
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(gone.toString())
        .hasMessageContaining("prepare");
  }

  @Test
  void shot_pictureDamaged_isNamed() throws IOException {
    Path damaged = data.resolve("items/p2/00000.jpg");
    Files.writeString(damaged, "no picture");
    PictureStore store = store();
    assertThatThrownBy(() -> store.shot(store.photos().get(0).frames().get(0)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(damaged.toString());
  }
}
