package io.github.reenact.tf.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleBufferTest {
  private static final int ITEMS = 200;
  private static final int CAPACITY = 250;

  private final Queue<String> read = new ConcurrentLinkedQueue<>();

  /** Items of 1 to 9 pictures. */
  private static List<Catalog.Entry> entries() {
    return IntStream.range(0, ITEMS)
        .mapToObj(i -> new Catalog.Entry("i" + i, "p", "train", "clip", 1 + i % 9, List::of))
        .toList();
  }

  private String load(Catalog.Entry entry) {
    read.add(entry.name());
    return entry.name();
  }

  private ShuffleBuffer<String> buffer(int capacity, long seed) {
    return new ShuffleBuffer<>(entries(), Catalog.Entry::frames, capacity, seed, this::load);
  }

  private static int pictures(List<String> names) {
    return names.stream().mapToInt(n -> 1 + Integer.parseInt(n.substring(1)) % 9).sum();
  }

  @Test
  void at_manyTurns_holdsWhatFitsAndReadsEachItemOnceAnEpoch() {
    try (ShuffleBuffer<String> buffer = buffer(CAPACITY, 1)) {
      Set<String> seen = new HashSet<>();
      int turns = 0;
      while (seen.size() < ITEMS) {
        List<String> now = buffer.at(turns++);
        assertThat(pictures(now)).isBetween(CAPACITY - 8, CAPACITY);
        seen.addAll(now);
      }
      // All have come in when as many were read as there are.
      assertThat(turns).isLessThanOrEqualTo(ITEMS / ShuffleBuffer.STRIDE + 1);
      assertThat(read.size()).isLessThanOrEqualTo(ITEMS + 2 * ShuffleBuffer.STRIDE);
    }
  }

  @Test
  void at_sameTurn_isTheSameWhateverWasBefore() {
    try (ShuffleBuffer<String> one = buffer(CAPACITY, 1);
        ShuffleBuffer<String> resumed = buffer(CAPACITY, 1);
        ShuffleBuffer<String> other = buffer(CAPACITY, 2)) {
      List<List<String>> all = new ArrayList<>();
      for (int turn = 0; turn < 60; turn++) {
        all.add(one.at(turn));
      }
      for (int turn : new int[] {37, 38, 59, 3}) {
        assertThat(resumed.at(turn)).isEqualTo(all.get(turn));
      }
      assertThat(other.at(37)).isNotEqualTo(all.get(37));
      // 25 turns are two epochs: the next ones are in another order.
      assertThat(new HashSet<>(all.get(25))).isNotEqualTo(new HashSet<>(all.get(0)));
    }
  }

  @Test
  void at_oneTurnOn_readsOnlyWhatComesIn() {
    try (ShuffleBuffer<String> buffer = buffer(CAPACITY, 1)) {
      int before = buffer.at(0).size() + ShuffleBuffer.STRIDE;
      buffer.at(1);
      buffer.at(2);
      assertThat(read.size()).isLessThanOrEqualTo(before + 2 * ShuffleBuffer.STRIDE);
    }
  }

  @Test
  void at_capacityForFewItems_leavesNoneOut() {
    try (ShuffleBuffer<String> buffer = buffer(1, 1)) {
      Set<String> seen = new HashSet<>();
      for (int turn = 0; turn * ShuffleBuffer.STRIDE < ITEMS; turn++) {
        assertThat(buffer.at(turn)).hasSize(ShuffleBuffer.STRIDE);
        seen.addAll(buffer.at(turn));
      }
      assertThat(seen).hasSize(ITEMS);
    }
  }

  @Test
  void at_allFit_holdsAllAlwaysAndReadsThemOnce() {
    try (ShuffleBuffer<String> buffer = buffer(5000, 1)) {
      List<String> first = buffer.at(0);
      assertThat(first).hasSize(ITEMS).doesNotHaveDuplicates();
      assertThat(buffer.at(1000)).isEqualTo(first);
      assertThat(read).hasSize(ITEMS);
    }
  }

  @Test
  void at_itemsThatHaveLeft_areFreed() throws InterruptedException {
    Queue<WeakReference<byte[]>> made = new ConcurrentLinkedQueue<>();
    try (ShuffleBuffer<byte[]> buffer =
        new ShuffleBuffer<>(
            entries(),
            Catalog.Entry::frames,
            CAPACITY,
            1,
            entry -> {
              byte[] bytes = new byte[1 << 20];
              made.add(new WeakReference<>(bytes));
              return bytes;
            })) {
      // 1.6 GB in all.
      int held = 0;
      for (int turn = 0; turn < 100; turn++) {
        held = buffer.at(turn).size();
      }
      long alive = Long.MAX_VALUE;
      for (int i = 0; i < 100 && alive > held + ShuffleBuffer.STRIDE; i++) {
        System.gc();
        Thread.sleep(20);
        alive = made.stream().filter(r -> r.get() != null).count();
      }
      assertThat(made.size()).isGreaterThan(1500);
      assertThat(alive).isLessThanOrEqualTo(held + ShuffleBuffer.STRIDE);
    }
  }

  @Test
  void at_items_areReadSeveralAtOnce() {
    CountDownLatch together = new CountDownLatch(2);
    try (ShuffleBuffer<Boolean> buffer =
        new ShuffleBuffer<>(
            entries(),
            Catalog.Entry::frames,
            20,
            1,
            entry -> {
              together.countDown();
              try {
                return together.await(20, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            })) {
      assertThat(buffer.at(0)).isNotEmpty().containsOnly(true);
    }
  }

  @Test
  void at_itemThatCannotBeRead_says() {
    try (ShuffleBuffer<String> buffer =
        new ShuffleBuffer<>(
            entries(),
            Catalog.Entry::frames,
            CAPACITY,
            1,
            entry -> {
              throw new IOException("shard 7 is damaged");
            })) {
      assertThatThrownBy(() -> buffer.at(0))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("shard 7 is damaged");
    }
  }

  @Test
  void constructor_nothingToHold_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> buffer(0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ShuffleBuffer<>(List.of(), Catalog.Entry::frames, 1, 1, this::load));
  }
}
