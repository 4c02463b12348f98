package io.github.reenact.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.reenact.Landmarks;
import io.github.reenact.tf.data.Dataset;
import io.github.reenact.tf.ldnet.training.Evaluation;
import io.github.reenact.tf.ldnet.training.FaceKit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class SamplesTest {
  @TempDir Path folder;

  @Test
  void real_trainSplitAlone_isRefused() throws IOException {
    Dataset data = Dataset.open(TestPeople.dataset(folder, "train", 3, 6));

    assertThatThrownBy(() -> new RealSamples(data))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("0 people of the split 'dev'");
  }

  @Test
  void realPairs_always_areDifferentFramesOfOnePerson() throws IOException {
    Dataset data = Dataset.open(TestPeople.dataset(folder, "dev", 3, 20));

    List<RealSamples.Pair> pairs = new RealSamples(data).pairs(40);

    assertThat(pairs).hasSize(40);
    for (int i = 0; i < 40; i++) {
      RealSamples.Pair pair = pairs.get(i);
      // People in turn; the last has two photos and so no third frame.
      Set<Landmarks> own = frames(data, "p" + i % 4);
      assertThat(own).contains(pair.first(), pair.second()).containsAll(pair.several());
      assertThat(pair.first()).isNotEqualTo(pair.second());
      assertThat(pair.several()).doesNotContain(pair.second()).contains(pair.first());
      if (i % 4 == 3) {
        assertThat(pair.third()).isEmpty();
        assertThat(pair.several()).hasSize(1);
      } else {
        // A third frame that is one of the pair would make relative motion look perfect.
        assertThat(pair.third().orElseThrow()).isIn(own).isNotIn(pair.first(), pair.second());
        assertThat(new HashSet<>(pair.several())).hasSize(8);
      }
    }
  }

  @Test
  void realStrangers_always_areOfTwoPeople() throws IOException {
    Dataset data = Dataset.open(TestPeople.dataset(folder, "dev", 2, 6));

    for (RealSamples.Pair pair : new RealSamples(data).strangers(30)) {
      for (String person : List.of("p0", "p1", "p2")) {
        assertThat(frames(data, person).containsAll(List.of(pair.first(), pair.second())))
            .isFalse();
      }
    }
  }

  @Test
  void realClips_always_haveAGapInTimeAndAsManyFramesOfEach() throws IOException {
    Dataset data = Dataset.open(TestPeople.dataset(folder, "dev", 3, 40));

    List<Split> draws = new RealSamples(data).clips();

    assertThat(draws).hasSize(10);
    for (Split draw : draws) {
      assertThat(draw.training()).hasSize(3 * 18);
      assertThat(draw.test()).hasSize(3 * 18);
      for (int p = 0; p < 3; p++) {
        List<Landmarks> clip = data.items().get(p).landmarks();
        assertThat(places(draw.training(), p, clip)).allMatch(i -> i < 18);
        assertThat(places(draw.test(), p, clip)).allMatch(i -> i >= 22);
      }
    }
  }

  @Test
  void realClips_tooShort_areNone() throws IOException {
    Dataset data = Dataset.open(TestPeople.dataset(folder, "dev", 3, 17));

    assertThat(new RealSamples(data).clips()).isEmpty();
  }

  @Test
  void realFolds_always_testEveryFrameOnceOnStrangers() throws IOException {
    Dataset data = Dataset.open(TestPeople.dataset(folder, "dev", 6, 5));

    List<Split> folds = new RealSamples(data).strangersToEachOther();

    assertThat(folds).hasSize(5);
    assertThat(folds.stream().mapToInt(f -> f.test().size()).sum()).isEqualTo(6 * 5 + 2);
    for (Split fold : folds) {
      assertThat(fold.test()).isNotEmpty();
      assertThat(persons(fold.training())).doesNotContainAnyElementsOf(persons(fold.test()));
    }
  }

  @Test
  void faceKitPairs_twice_areTheSameAndDiffer() throws IOException {
    FaceKitSamples samples = new FaceKitSamples(FaceKit.open(TestPeople.faceKit(folder)));

    List<FaceKitSamples.Pair> pairs = samples.pairs(5);

    assertThat(samples.pairs(5)).isEqualTo(pairs);
    assertThat(new HashSet<>(pairs)).hasSize(5);
  }

  @Test
  void faceKitPeople_always_haveTheMotionTheyAreSaidToHave() throws IOException {
    FaceKitSamples samples = new FaceKitSamples(FaceKit.open(TestPeople.faceKit(folder)));

    List<Frame> frames = samples.people(10, 40);
    Split halves = FaceKitSamples.halves(frames, 40);

    assertThat(frames).hasSize(400).isEqualTo(samples.people(10, 40));
    assertThat(persons(halves.training())).hasSize(10).isEqualTo(persons(halves.test()));
    assertThat(halves.training()).hasSize(200).doesNotContainAnyElementsOf(halves.test());
    MotionLeak told =
        MotionLeak.measure(List.of(halves), f -> MotionNumbers.of(f.landmarks()).toArray());
    assertThat(told.linear().get("yaw")).isGreaterThan(0.9);
    assertThat(told.linear().get("roll")).isGreaterThan(0.6);
  }

  @Test
  void faceKitTruth_always_isWithoutNoise() throws IOException {
    FaceKit kit = FaceKit.open(TestPeople.faceKit(folder));

    FaceKitSamples.Pair pair = new FaceKitSamples(kit).pairs(1).get(0);

    // The same person twice, still far from each other in pose: only the answer fits the driver.
    assertThat(Evaluation.error(pair.truth(), pair.truth())).isCloseTo(0, within(1e-6));
    assertThat(Evaluation.error(pair.driver(), pair.truth())).isGreaterThan(0.1);
  }

  private static Set<Landmarks> frames(Dataset data, String person) {
    return data.items().stream()
        .filter(i -> i.identity().equals(person))
        .flatMap(i -> i.landmarks().stream())
        .collect(Collectors.toSet());
  }

  private static List<Integer> places(List<Frame> frames, int person, List<Landmarks> clip) {
    return frames.stream()
        .filter(f -> f.person() == person)
        .map(f -> clip.indexOf(f.landmarks()))
        .toList();
  }

  private static Set<Integer> persons(List<Frame> frames) {
    return frames.stream().map(Frame::person).collect(Collectors.toSet());
  }
}
