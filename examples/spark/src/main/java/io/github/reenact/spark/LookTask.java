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
    FrameRate rate = FrameRate.parse(settings.rate());
    Path inputs = new Path(settings.input());
    attempts.attempt(input.item(), () -> count[0] = count(input, inputs, rate, conf));
    return count[0];
  }

  /** How many ranges a file is; 1 if it cannot be read: to find out why is left to others. */
  static int count(ShardTask.Input input, Path inputs, FrameRate rate, Configuration conf) {
    try (LocalCopy copy = LocalCopy.of(new Path(inputs, input.path()), conf)) {
      return VideoRange.count(copy.file(), rate);
    } catch (IOException | ReenactException e) {
      return 1;
    }
  }
}
