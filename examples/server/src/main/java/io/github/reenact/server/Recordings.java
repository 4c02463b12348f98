package io.github.reenact.server;

/** Where the recordings of one client's live sessions go. */
interface Recordings {
  /** Starts the recording of that name. */
  Recorder start(String id);

  /** Keeps the recording of that name, which is complete, for its client. */
  void keep(String id);
}
