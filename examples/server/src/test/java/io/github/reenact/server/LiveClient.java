package io.github.reenact.server;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.reenact.Image;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of live sessions. */
final class LiveClient implements WebSocket.Listener, AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  final BlockingQueue<JsonObject> texts = new LinkedBlockingQueue<>();
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private ByteBuffer binary = ByteBuffer.allocate(4 << 20);
  private @Nullable WebSocket socket;
  private double clock;

  record Frame(double seconds, float latency, Image image) {}

  private LiveClient() {}

  static LiveClient open(HttpClient http, URI uri) {
    LiveClient client = new LiveClient();
    client.socket = http.newWebSocketBuilder().buildAsync(uri, client).join();
    return client;
  }

  private WebSocket socket() {
    return requireNonNull(socket);
  }

  /** Sends a picture, again if it is left out, until its frame comes. */
  Frame move(byte[] jpeg) throws InterruptedException {
    for (int i = 0; i < 12; i++) {
      clock += 0.04;
      push(clock, jpeg);
      Frame frame = frames.poll(5, TimeUnit.SECONDS);
      if (frame != null) {
        return frame;
      }
    }
    throw new AssertionError("no frame came within a minute; texts: " + texts);
  }

  void push(double seconds, byte[] jpeg) {
    ByteBuffer message = ByteBuffer.allocate(Double.BYTES + jpeg.length);
    message.putDouble(seconds).put(jpeg).flip();
    socket().sendBinary(message, true).join();
  }

  void send(String order) {
    socket().sendText(order, true).join();
  }

  void sendBytes(byte[] bytes) {
    socket().sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** The next text of that type; others are left out. */
  JsonObject text(String type) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      JsonObject next = texts.poll(1, TimeUnit.SECONDS);
      if (next != null && next.get("type").getAsString().equals(type)) {
        return next;
      }
    }
    throw new AssertionError("no " + type + " came");
  }

  /** The status with which the server closes. */
  int closedWith() throws Exception {
    return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      texts.add(JsonParser.parseString(text.toString()).getAsJsonObject());
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    binary.put(data);
    if (last) {
      binary.flip();
      double seconds = binary.getDouble();
      float latency = binary.getFloat();
      byte[] jpeg = Arrays.copyOfRange(binary.array(), binary.position(), binary.limit());
      Optional<Image> image = Uploads.livePicture(jpeg, Long.MAX_VALUE);
      frames.add(new Frame(seconds, latency, image.orElseThrow()));
      binary.clear();
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  @Override
  public void close() {
    // The server may have closed it meanwhile, which is as good.
    socket().sendClose(WebSocket.NORMAL_CLOSURE, "").handle((done, e) -> done).join();
    socket().abort();
  }
}
