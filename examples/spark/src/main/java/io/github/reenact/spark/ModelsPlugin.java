package io.github.reenact.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/** Closes the models of an executor when it ends. */
public final class ModelsPlugin implements SparkPlugin {
  /** For Spark. */
  public ModelsPlugin() {}

  @Override
  public @Nullable DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void shutdown() {
        Models.close();
        Reenactors.close();
        try {
          LocalCopy.deleteAll();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
