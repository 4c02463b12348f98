package io.github.reenact.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {
  @Test
  void close_jobThatReads_isCancelledAndSaved(@TempDir Path folder) throws Exception {
    try (StateFolder state = StateFolder.open(Optional.of(folder))) {
      CountDownLatch reads = new CountDownLatch(1);
      Job job;
      try (Jobs jobs = new Jobs(state, Limits.DEFAULT)) {
        job = jobs.submit(place -> {}, (j, place) -> readForever(place.resolve("job.json"), reads));
        assertThat(reads.await(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
      assertThat(saved(state, job)).isEqualTo("cancelled");
    }
  }

  @Test
  void run_fileThatCannotBeRead_isAnErrorOfTheServer(@TempDir Path folder) throws Exception {
    try (StateFolder state = StateFolder.open(Optional.of(folder));
        Jobs jobs = new Jobs(state, Limits.DEFAULT)) {
      Job job =
          jobs.submit(
              place -> {},
              (j, place) -> {
                throw new IOException("the disk is broken");
              });
      for (int i = 0; !saved(state, job).equals("failed"); i++) {
        assertThat(i).isLessThan(300);
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertThat(job.toJson().getAsJsonObject("problem").get("title").getAsString())
          .isEqualTo("An error in the server");
    }
  }

  /** An interrupt while a channel is used is an IOException. */
  private static void readForever(Path file, CountDownLatch reads) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      while (true) {
        int unused = channel.read(ByteBuffer.allocate(1), 0);
        reads.countDown();
      }
    }
  }

  private static String saved(StateFolder state, Job job) throws IOException {
    return JsonParser.parseString(Files.readString(state.job(job.id()).resolve("job.json")))
        .getAsJsonObject()
        .get("state")
        .getAsString();
  }
}
