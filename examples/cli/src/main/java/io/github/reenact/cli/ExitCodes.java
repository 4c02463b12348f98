package io.github.reenact.cli;

/** What the command line's exit status means; the same for every subcommand. */
public final class ExitCodes {
  /** All went well. */
  public static final int OK = 0;

  /** An error that nobody foresaw: a bug in this program. */
  public static final int INTERNAL = 1;

  /** The command line itself is wrong: an unknown option, a value out of range. */
  public static final int USAGE = 2;

  /** A file cannot be used: missing, damaged, no face in it, or not to be written. */
  public static final int BAD_FILE = 3;

  /** Something this program needs is missing: a model, a native library, memory. */
  public static final int ENVIRONMENT = 4;

  /** Stopped by the user: 128 and the number of SIGINT, as shells have it. */
  public static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
