package io.github.reenact.evaluate;

import io.github.reenact.Landmarks;
import io.github.reenact.tf.data.Dataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Frames of the real people of a dataset's dev split, drawn always the same. */
public final class RealSamples {
  private static final long SEED = 0x7e57_0001_5eedL;

  /** Frames of a person that an identity is averaged over. */
  private static final int SEVERAL = 8;

  /** A person with fewer frames in half of its clips tells nothing of habits. */
  private static final int FEWEST = 8;

  private static final int DRAWS = 10;
  private static final int FOLDS = 5;

  /** Of a person for the regressions, so that no long clip outweighs the other people. */
  private static final int MOST = 60;

  /**
   * Two frames of a person.
   *
   * @param first whose identity
   * @param second whose motion, and the answer
   * @param third another frame, if the person has one
   * @param several up to eight frames for an averaged identity, the second not among them
   */
  public record Pair(
      Landmarks first, Landmarks second, Optional<Landmarks> third, List<Landmarks> several) {}

  private final List<List<Dataset.Item>> people;

  /**
   * Finds the people.
   *
   * @throws IOException if there are no two people of the dev split
   */
  public RealSamples(Dataset data) throws IOException {
    Map<String, List<Dataset.Item>> byPerson = new LinkedHashMap<>();
    for (Dataset.Item item : data.items()) {
      if (item.split().equals("dev")) {
        byPerson.computeIfAbsent(item.identity(), k -> new ArrayList<>()).add(item);
      }
    }
    if (byPerson.size() < 2) {
      throw new IOException(
          data.directory()
              + " has "
              + byPerson.size()
              + " people of the split 'dev', and at least 2 are needed to measure on; prepare them"
              + " with a manifest.csv that says so");
    }
    people = List.copyOf(byPerson.values());
  }

  /** How many people there are. */
  public int people() {
    return people.size();
  }

  private static List<Landmarks> frames(List<Dataset.Item> items) {
    return items.stream().flatMap(i -> i.landmarks().stream()).toList();
  }

  /** Pairs of frames of one person, people in turn; none if nobody has two frames. */
  public List<Pair> pairs(int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<List<Landmarks>> several =
        people.stream().map(RealSamples::frames).filter(f -> f.size() > 1).toList();
    List<Pair> out = new ArrayList<>();
    for (int i = 0; i < count && !several.isEmpty(); i++) {
      List<Landmarks> frames = shuffled(several.get(i % several.size()), random);
      List<Landmarks> others = frames.subList(2, frames.size());
      List<Landmarks> averaged = new ArrayList<>(List.of(frames.get(0)));
      averaged.addAll(others.subList(0, Math.min(SEVERAL - 1, others.size())));
      out.add(
          new Pair(
              frames.get(0), frames.get(1), others.stream().findFirst(), List.copyOf(averaged)));
    }
    return out;
  }

  /** Pairs of frames of two people each. */
  public List<Pair> strangers(int count) {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    List<Pair> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int a = i % people.size();
      int b = (a + 1 + random.nextInt(people.size() - 1)) % people.size();
      List<Landmarks> first = frames(people.get(a));
      List<Landmarks> second = frames(people.get(b));
      out.add(
          new Pair(
              first.get(random.nextInt(first.size())),
              second.get(random.nextInt(second.size())),
              Optional.empty(),
              List.of()));
    }
    return out;
  }

  /**
   * The people with clips: the first 45 % in time of each clip for training, the last 45 % for the
   * test, so that frames of the two are no neighbours; as many frames of each person, drawn anew in
   * each split. People with less than 8 frames in either part are left out.
   *
   * @return none if fewer than two people are left
   */
  public List<Split> clips() {
    List<Integer> persons = new ArrayList<>();
    List<List<Frame>> firsts = new ArrayList<>();
    List<List<Frame>> lasts = new ArrayList<>();
    int each = Integer.MAX_VALUE;
    for (int p = 0; p < people.size(); p++) {
      List<Frame> first = new ArrayList<>();
      List<Frame> last = new ArrayList<>();
      for (Dataset.Item item : people.get(p)) {
        List<Landmarks> l = item.landmarks();
        int half = item.isClip() ? l.size() * 45 / 100 : 0;
        for (int i = 0; i < half; i++) {
          first.add(frame(p, l.get(i)));
          last.add(frame(p, l.get(l.size() - half + i)));
        }
      }
      if (first.size() >= FEWEST) {
        persons.add(p);
        firsts.add(first);
        lasts.add(last);
        each = Math.min(each, first.size());
      }
    }
    List<Split> out = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(SEED + 2);
    for (int draw = 0; draw < DRAWS && persons.size() > 1; draw++) {
      List<Frame> training = new ArrayList<>();
      List<Frame> test = new ArrayList<>();
      for (int p = 0; p < persons.size(); p++) {
        training.addAll(shuffled(firsts.get(p), random).subList(0, each));
        test.addAll(shuffled(lasts.get(p), random).subList(0, each));
      }
      out.add(new Split(training, test));
    }
    return out;
  }

  /**
   * All people, in five parts: each is for the test once, and the others for training. Of a person
   * there are at most 60 frames.
   */
  public List<Split> strangersToEachOther() {
    SplittableRandom random = new SplittableRandom(SEED + 3);
    List<List<Frame>> byPerson = new ArrayList<>();
    for (int p = 0; p < people.size(); p++) {
      List<Frame> frames = new ArrayList<>();
      for (Landmarks l : shuffled(frames(people.get(p)), random)) {
        if (frames.size() < MOST) {
          frames.add(frame(p, l));
        }
      }
      byPerson.add(frames);
    }
    byPerson = shuffled(byPerson, random);
    int folds = Math.min(FOLDS, byPerson.size());
    List<Split> out = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      List<Frame> training = new ArrayList<>();
      List<Frame> test = new ArrayList<>();
      for (int p = 0; p < byPerson.size(); p++) {
        (p % folds == fold ? test : training).addAll(byPerson.get(p));
      }
      out.add(new Split(training, test));
    }
    return out;
  }

  private static Frame frame(int person, Landmarks landmarks) {
    return new Frame(person, landmarks, MotionNumbers.of(landmarks));
  }

  private static <T> List<T> shuffled(List<T> list, SplittableRandom random) {
    List<T> out = new ArrayList<>(list);
    for (int i = out.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T t = out.get(i);
      out.set(i, out.get(j));
      out.set(j, t);
    }
    return out;
  }
}
