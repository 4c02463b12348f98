package io.github.reenact.spark;

import io.github.reenact.ReenactException;
import io.github.reenact.dataset.VideoRange;
import io.github.reenact.media.FrameRate;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Finds out how many ranges a file is; 1 of one that cannot be read, whose reason comes later. */
final class LookTask implements Function<ShardTask.Input, Integer> {
  private static final long serialVersionUID = 1L;

  private final Settings settings;

  LookTask(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call(ShardTask.Input input) throws IOException {
    Configuration conf = SparkHadoopUtil.get().conf();
    DatasetFolder folder = new DatasetFolder(settings.output(), conf);
    Attempts attempts =
        new Attempts(folder.fileSystem(), folder.path("_attempts"), settings.attempts());
    int[] count = {1};
    attempts.attempt(input.item(), () -> count[0] = count(input, conf));
    return count[0];
  }

  private int count(ShardTask.Input input, Configuration conf) {
    try (LocalCopy copy = LocalCopy.of(new Path(settings.input(), input.path()), conf)) {
      return VideoRange.count(copy.file(), FrameRate.parse(settings.rate()));
    } catch (IOException | ReenactException e) {
      return 1;
    }
  }
}
