package io.github.reenact.server;

import com.google.gson.JsonObject;
import io.github.reenact.Image;
import io.github.reenact.LiveReenactment;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.media.JpegEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * One photo that a client moves live, over one WebSocket.
 *
 * <p>Binary messages are pictures, big endian: from the client the picture's time in seconds
 * (64-bit floating point), then JPEG; from the server the same time, the latency in the server in
 * milliseconds (32-bit floating point), then JPEG. Text messages are JSON objects with a {@code
 * type}.
 *
 * <p>Messages of the client are expected from one thread at a time. Owns the session.
 */
final class LiveSession implements AutoCloseable {
  /** A frame that the client has not taken makes room for no third one. */
  private static final int IN_FLIGHT = 2;

  private static final long MAX_PIXELS = 1280 * 1280;
  private static final int HEADER = Double.BYTES;

  /** Who sends no picture for so long does not keep others from a session. */
  static final Duration MAX_PAUSE = Duration.ofMinutes(2);

  private final Session socket;
  private final ReenactmentSession session;
  private final LiveReenactment live;
  private final JpegEncoder encoder;
  private final Metrics metrics;
  private final Recordings recordings;
  private final LongSupplier nanos;
  private volatile long lastPicture;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger skipped = new AtomicInteger();
  private final AtomicBoolean countsOnTheWay = new AtomicBoolean();
  private final AtomicReference<@Nullable Recorder> recorder = new AtomicReference<>();
  private String recordingId = "";

  // What was counted in the metrics already; used by the timer's thread alone.
  private long countedDropped;
  private long countedLate;
  private long countedLost;

  /**
   * Starts, and tells the client so.
   *
   * @param session closed with this
   * @param nanos the clock
   * @throws IOException if frames cannot be compressed
   */
  LiveSession(
      Session socket,
      ReenactmentSession session,
      Metrics metrics,
      Recordings recordings,
      LongSupplier nanos)
      throws IOException {
    this.nanos = nanos;
    lastPicture = nanos.getAsLong();
    this.socket = socket;
    this.session = session;
    this.metrics = metrics;
    this.recordings = recordings;
    encoder = new JpegEncoder(session.width(), session.height());
    boolean complete = false;
    try {
      live =
          LiveReenactment.open(
              session, LiveReenactment.Options.of(this::show).withOnError(this::failed));
      complete = true;
    } finally {
      if (!complete) {
        encoder.close();
      }
    }
    JsonObject ready = message("ready");
    ready.addProperty("width", session.width());
    ready.addProperty("height", session.height());
    send(ready);
  }

  /** A picture of the driver. */
  void picture(ByteBuffer message) {
    double seconds = message.remaining() > HEADER ? message.getDouble() : Double.NaN;
    if (!Double.isFinite(seconds)) {
      refuse(
          "A binary message is the time in seconds, 64-bit floating point, and a JPEG picture after it");
      return;
    }
    lastPicture = nanos.getAsLong();
    byte[] jpeg = new byte[message.remaining()];
    message.get(jpeg);
    Optional<Image> picture = Uploads.livePicture(jpeg, MAX_PIXELS);
    if (picture.isEmpty()) {
      refuse(
          "The picture is no JPEG, is damaged, or has more than %d pixels".formatted(MAX_PIXELS));
      return;
    }
    try {
      live.push(picture.get(), seconds);
    } catch (RuntimeException e) {
      // Closed meanwhile, or failed, which the client was told.
      socket.close(StatusCode.SERVER_ERROR, "ended", Callback.NOOP);
    }
  }

  /** An order of the client's. */
  void order(String text) {
    try {
      JsonObject json = Json.parse(text);
      String type = Optional.ofNullable(Json.text(json, "type")).orElse("");
      switch (type) {
        case "settings" -> {
          Json.checkFields(json, Set.of("type", "settings"));
          MotionSettings.in(json, "settings").applyTo(session);
        }
        case "neutral" -> session.takeNextAsNeutral();
        case "record" -> record(Json.flag(json, "on", true));
        default ->
            throw Problem.badRequest("\"type\" must be \"settings\", \"neutral\" or \"record\"");
      }
    } catch (Problem e) {
      send(problem(e));
    }
  }

  private void record(boolean on) {
    if (on) {
      if (recorder.get() == null) {
        recordingId = Shelf.newId();
        recorder.set(recordings.start(recordingId));
        send(message("recording"));
      }
      return;
    }
    Recorder running = recorder.getAndSet(null);
    if (running == null) {
      return;
    }
    try (running) {
      if (!running.finish()) {
        throw Problem.unusable(
            "no-recording",
            "Nothing was recorded",
            "No frame came while the recording was on, or the disk is full; record again");
      }
      recordings.keep(recordingId);
      JsonObject recorded = message("recorded");
      recorded.addProperty("url", "/api/v1/recordings/" + recordingId);
      send(recorded);
    }
  }

  private void show(LiveReenactment.Frame frame) {
    metrics.shown(frame);
    Recorder running = recorder.get();
    if (running != null) {
      running.add(frame.image(), frame.seconds());
    }
    if (inFlight.get() >= IN_FLIGHT) {
      skipped.incrementAndGet();
      return;
    }
    byte[] jpeg;
    try {
      jpeg = encoder.encode(frame.image());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteBuffer message =
        ByteBuffer.allocate(Double.BYTES + Float.BYTES + jpeg.length)
            .putDouble(frame.seconds())
            .putFloat(frame.latency().toNanos() / 1e6f)
            .put(jpeg)
            .flip();
    inFlight.incrementAndGet();
    socket.sendBinary(
        message, Callback.from(inFlight::decrementAndGet, e -> inFlight.decrementAndGet()));
  }

  /** Once a second. */
  void tick() {
    if (nanos.getAsLong() - lastPicture > MAX_PAUSE.toNanos()) {
      socket.close(StatusCode.SHUTDOWN, "no pictures", Callback.NOOP);
      return;
    }
    LiveReenactment.Statistics s = live.statistics();
    long lost = session.statistics().framesWithoutFace();
    long dropped = s.dropped() + skipped.get();
    metrics.leftOut(dropped - countedDropped, s.late() - countedLate, lost - countedLost);
    countedDropped = dropped;
    countedLate = s.late();
    countedLost = lost;
    // A client that does not read must not let them pile up.
    if (!socket.isOpen() || !countsOnTheWay.compareAndSet(false, true)) {
      return;
    }
    JsonObject json = message("statistics");
    json.addProperty("pushed", s.pushed());
    json.addProperty("shown", s.shown());
    json.addProperty("dropped", dropped);
    json.addProperty("late", s.late());
    json.addProperty("faceLost", lost);
    json.addProperty("medianMillis", s.medianLatency().toMillis());
    json.addProperty("p99Millis", s.p99Latency().toMillis());
    socket.sendText(
        json.toString(),
        Callback.from(() -> countsOnTheWay.set(false), e -> countsOnTheWay.set(false)));
  }

  private void failed(Throwable error) {
    send(problem(Problem.unexpected("a live session", error)));
    socket.close(StatusCode.SERVER_ERROR, "failed", Callback.NOOP);
  }

  private void refuse(String detail) {
    send(problem(Problem.badRequest(detail)));
    socket.close(StatusCode.BAD_DATA, "bad picture", Callback.NOOP);
  }

  static JsonObject problem(Problem problem) {
    JsonObject json = message("problem");
    json.add("problem", problem.toJson());
    return json;
  }

  private static JsonObject message(String type) {
    JsonObject json = new JsonObject();
    json.addProperty("type", type);
    return json;
  }

  private void send(JsonObject json) {
    if (socket.isOpen()) {
      socket.sendText(json.toString(), Callback.NOOP);
    }
  }

  /** Ends the work and frees its native memory. */
  @Override
  public void close() {
    try (session;
        encoder) {
      live.close();
    } finally {
      Recorder unfinished = recorder.getAndSet(null);
      if (unfinished != null) {
        unfinished.close();
      }
    }
  }
}
