package io.github.reenact.tf.fdgan.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reenact.GazeEstimator;
import io.github.reenact.Image;
import io.github.reenact.Iris;
import io.github.reenact.Irises;
import io.github.reenact.Landmarks;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.fdgan.network.FdGanNetwork;
import io.github.reenact.tf.gaze.GazeNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingSamplesTest {
  private static final int SIZE = 32;

  @TempDir static Path data;
  private static PictureStore store;

  @BeforeAll
  static void drawDataset() throws IOException {
    DrawnDataset.write(data);
    store = new PictureStore(Dataset.open(data), 40, GazeNet.load());
  }

  private static TrainingSamples.Batch batch(long step, int count) {
    TrainingSamples samples = new TrainingSamples(store, SIZE, 1);
    TrainingSamples.Batch batch = new TrainingSamples.Batch(count, SIZE);
    for (int i = 0; i < count; i++) {
      samples.fill(step * count + i, batch, i);
    }
    return batch;
  }

  private static boolean shared(TrainingSamples.Batch batch, int count, int a, int b) {
    return batch.apart[a * count + b] == 0;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void fill_pairs_areNeighboursOfOnePersonWhoShareBothWays(int count) {
    int pairs = 0;
    int possible = 0;
    for (long step = 0; step < 60; step++) {
      TrainingSamples.Batch batch = batch(step, count);
      for (int a = 0; a < count; a++) {
        assertThat(shared(batch, count, a, a)).isTrue();
        for (int b = 0; b < a; b++) {
          boolean neighbours = b == a - 1 && (step * count + a) % 2 == 1;
          possible += neighbours ? 1 : 0;
          assertThat(shared(batch, count, a, b)).isEqualTo(shared(batch, count, b, a));
          if (shared(batch, count, a, b)) {
            pairs++;
            assertThat(neighbours).isTrue();
            assertThat(batch.identity[a]).isEqualTo(batch.identity[b]);
          }
        }
      }
    }
    if (count > 1) {
      assertThat(pairs / (double) possible).isBetween(0.2, 0.5);
    } else {
      assertThat(pairs).isZero();
    }
  }

  /** Frames of the drawn clips all differ. */
  @Test
  void fill_pairs_haveTwoPhotos() {
    int seen = 0;
    int side = SIZE * SIZE;
    for (long step = 0; step < 80; step++) {
      TrainingSamples.Batch batch = batch(step, 2);
      if (!shared(batch, 2, 0, 1)) {
        continue;
      }
      seen++;
      byte[] even = java.util.Arrays.copyOfRange(batch.photo, 0, side * 6);
      byte[] odd = java.util.Arrays.copyOfRange(batch.photo, side * 6, 2 * side * 6);
      assertThat(even).isNotEqualTo(odd);
    }
    assertThat(seen).isGreaterThan(15);
  }

  @Test
  void fill_inAnotherOrderByAnother_isTheSame() {
    for (long step = 0; step < 10; step++) {
      TrainingSamples.Batch forward = batch(step, 4);
      TrainingSamples.Batch backward = new TrainingSamples.Batch(4, SIZE);
      TrainingSamples samples = new TrainingSamples(store, SIZE, 1);
      for (int i = 3; i >= 0; i--) {
        samples.fill(step * 4 + i, backward, i);
      }
      assertThat(backward.photo).isEqualTo(forward.photo);
      assertThat(backward.condition).isEqualTo(forward.condition);
      assertThat(backward.truth).isEqualTo(forward.truth);
      assertThat(backward.identity).isEqualTo(forward.identity);
      assertThat(backward.apart).isEqualTo(forward.apart);
    }
  }

  @Test
  void store_motion_isThatOfTheClips() {
    assertThat(store.clips()).allSatisfy(c -> assertThat(c.motion()).isGreaterThan(0.05));
    assertThat(store.photos()).allSatisfy(p -> assertThat(p.motion()).isZero());
  }

  @Test
  void fill_irisesKnown_drawsThemInMostSamples() throws IOException {
    GazeEstimator centres =
        new GazeEstimator() {
          @Override
          public Irises find(Image picture, Landmarks face) {
            return new Irises(Optional.of(centre(face, 36)), Optional.of(centre(face, 42)));
          }

          @Override
          public void close() {}
        };
    PictureStore seen = new PictureStore(Dataset.open(data), 40, centres);
    int size = 256;
    TrainingSamples samples = new TrainingSamples(seen, size, 1);
    int drawn = 0;
    int count = 60;
    for (int i = 0; i < count; i++) {
      TrainingSamples.Batch batch = new TrainingSamples.Batch(1, size);
      samples.fill(i, batch, 0);
      if (hasIris(batch.photo, 3, FdGanNetwork.PHOTO_PLANES, size)
          && hasIris(batch.condition, 0, FdGanNetwork.CONDITION_PLANES, size)) {
        drawn++;
      }
    }
    assertThat(drawn).isBetween(count * 2 / 3, count - 1);
  }

  private static Iris centre(Landmarks face, int first) {
    double x = 0;
    double y = 0;
    for (int i = first; i < first + 6; i++) {
      x += face.x(i) / 6.0;
      y += face.y(i) / 6.0;
    }
    return new Iris(x, y, 3);
  }

  /** Whether there is blue without green above the nose's tip, where no part of a face has it. */
  private static boolean hasIris(byte[] planes, int from, int stride, int size) {
    for (int y = size * 35 / 100; y < size * 55 / 100; y++) {
      for (int x = size * 35 / 100; x < size * 65 / 100; x++) {
        int i = (y * size + x) * stride + from;
        if ((planes[i + 2] & 255) > 90 && (planes[i] & 255) < 90 && (planes[i + 1] & 255) < 90) {
          return true;
        }
      }
    }
    return false;
  }
}
