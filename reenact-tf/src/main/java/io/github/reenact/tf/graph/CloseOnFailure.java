package io.github.reenact.tf.graph;

/**
 * Closes a resource at the end of a try-with-resources, unless all went well: for constructors that
 * would leak it when they throw. Not thread-safe.
 */
public final class CloseOnFailure implements AutoCloseable {
  /** What is closed without a checked exception, such as {@code Graph}. */
  private final Runnable close;

  private boolean succeeded;

  /**
   * Guards a resource.
   *
   * @param close frees it, for example {@code graph::close}
   */
  public CloseOnFailure(Runnable close) {
    this.close = close;
  }

  /** To be called at the end of the block: the resource stays open. */
  public void succeeded() {
    succeeded = true;
  }

  @Override
  public void close() {
    if (!succeeded) {
      close.run();
    }
  }
}
