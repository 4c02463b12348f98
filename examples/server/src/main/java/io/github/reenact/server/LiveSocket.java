package io.github.reenact.server;

import io.github.reenact.Image;
import io.github.reenact.ReenactException;
import io.github.reenact.ReenactmentSession;
import io.github.reenact.Reenactor;
import io.github.reenact.media.PhotoReader;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/** The address of live sessions: one WebSocket each. Thread-safe. */
final class LiveSocket implements AutoCloseable {
  static final String PATH = "/api/v1/live";

  /** Pictures are far smaller. */
  static final int MAX_PICTURE_BYTES = 2 << 20;

  static final int MAX_TEXT_BYTES = 8 << 10;
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Reenactor reenactor;
  private final Limits limits;
  private final Portraits portraits;
  private final Shelf<Recording> recordings;
  private final StateFolder folder;
  private final Metrics metrics;
  private final Semaphore room;
  private final Map<String, LiveSession> sessions = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** A finished recording. */
  record Recording() {}

  /** Parts of the server that live sessions need. */
  record Parts(
      Reenactor reenactor,
      Limits limits,
      Portraits portraits,
      Shelf<Recording> recordings,
      StateFolder folder,
      Metrics metrics,
      ScheduledExecutorService timer) {}

  LiveSocket(Parts parts) {
    reenactor = parts.reenactor;
    limits = parts.limits;
    portraits = parts.portraits;
    recordings = parts.recordings;
    folder = parts.folder;
    metrics = parts.metrics;
    room = new Semaphore(limits.sessions());
    var unused =
        parts.timer.scheduleAtFixedRate(
            () -> sessions.values().forEach(LiveSession::tick), 1, 1, TimeUnit.SECONDS);
  }

  void addTo(RoutesConfig routes) {
    routes.wsBeforeUpgrade(PATH, this::check);
    routes.ws(PATH, this::configure);
    routes.get(PATH, this::explain);
  }

  /** What can be answered by a problem document: later only the socket can be closed. */
  private void check(Context ctx) {
    Portraits.Portrait portrait = portraits.get(parameter(ctx.queryParam("portrait")));
    face(ctx.queryParam("face"), portrait);
    if (room.availablePermits() == 0) {
      throw busy();
    }
  }

  /** Tells pages why a socket would be refused: browsers do not say what a handshake got. */
  private void explain(Context ctx) {
    check(ctx);
    ctx.status(204);
  }

  private Problem busy() {
    return Problem.busy(
        "Too many live sessions",
        "%d live sessions run already; try again when one has ended".formatted(limits.sessions()),
        5);
  }

  private static String parameter(@Nullable String value) {
    return Optional.ofNullable(value)
        .orElseThrow(() -> Problem.badRequest("The parameter \"portrait\" is missing"));
  }

  private static int face(@Nullable String value, Portraits.Portrait portrait) {
    int faces = portrait.faces().size();
    if (value == null) {
      return 0;
    }
    if (!value.matches("[0-9]{1,4}") || Integer.parseInt(value) >= faces) {
      throw Problem.badRequest(
          "\"face\" must be a number from 0 to %d: the photo shows %d".formatted(faces - 1, faces));
    }
    return Integer.parseInt(value);
  }

  private void configure(WsConfig ws) {
    ws.onConnect(this::open);
    ws.onBinaryMessage(
        ctx -> {
          LiveSession session = sessions.get(ctx.sessionId());
          if (session != null) {
            session.picture(ctx.data());
          }
        });
    ws.onMessage(
        ctx -> {
          LiveSession session = sessions.get(ctx.sessionId());
          if (session != null) {
            session.order(ctx.message());
          }
        });
    ws.onClose(this::close);
    ws.onError(this::close);
  }

  private void open(WsContext ctx) throws IOException {
    ctx.session.setIdleTimeout(IDLE);
    ctx.session.setMaxBinaryMessageSize(MAX_PICTURE_BYTES);
    ctx.session.setMaxTextMessageSize(MAX_TEXT_BYTES);
    if (!room.tryAcquire()) {
      refuse(ctx, busy());
      return;
    }
    boolean complete = false;
    try {
      sessions.put(ctx.sessionId(), start(ctx));
      complete = true;
      // A client that went while its session started was closed already, with nothing to end.
      if (closed || !ctx.session.isOpen()) {
        close(ctx);
      }
    } catch (Problem e) {
      refuse(ctx, e);
    } catch (ReenactException | IllegalArgumentException e) {
      refuse(
          ctx, Problem.unusable("no-session", "The photo cannot be moved", "Take another photo"));
    } finally {
      if (!complete) {
        room.release();
      }
    }
  }

  private LiveSession start(WsContext ctx) throws IOException {
    String client = Portraits.client(ctx.session.getRemoteSocketAddress());
    String id = parameter(ctx.queryParam("portrait"));
    int face = face(ctx.queryParam("face"), portraits.get(id));
    Image photo = PhotoReader.read(portraits.file(id));
    ReenactmentSession session = reenactor.open(photo, face);
    boolean complete = false;
    try {
      LiveSession live =
          new LiveSession(ctx.session, session, metrics, recordingsOf(client), System::nanoTime);
      complete = true;
      return live;
    } finally {
      if (!complete) {
        session.close();
      }
    }
  }

  private Recordings recordingsOf(String client) {
    return new Recordings() {
      @Override
      public Recorder start(String id) {
        recordings.checkRoom(client);
        return new Recorder(file(id), limits.uploads().seconds());
      }

      @Override
      public void keep(String id) {
        recordings.add(id, client, new Recording(), file(id));
      }

      private Path file(String id) {
        return folder.temporary(id + ".mp4");
      }
    };
  }

  private static void refuse(WsContext ctx, Problem problem) {
    ctx.send(LiveSession.problem(problem).toString());
    ctx.closeSession(StatusCode.TRY_AGAIN_LATER, "refused");
  }

  private void close(WsContext ctx) {
    end(ctx.sessionId());
  }

  private void end(String id) {
    LiveSession session = sessions.remove(id);
    if (session == null) {
      return;
    }
    try {
      session.close();
    } catch (ReenactException e) {
      // The client is gone; what failed was told before.
      return;
    } finally {
      room.release();
    }
  }

  /** How many of the sessions that may run are taken: those that start or end included. */
  int size() {
    return limits.sessions() - room.availablePermits();
  }

  /** Ends all sessions. */
  @Override
  public void close() {
    closed = true;
    sessions.keySet().forEach(this::end);
  }
}
