package io.github.reenact.server;

import static java.util.Objects.requireNonNull;

import io.github.reenact.Reenactor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The live page and the service behind it: a photo is moved by a camera, live over a WebSocket, or
 * by a video, as a job.
 *
 * <pre>{@code
 * try (Reenactor reenactor = Reenactor.builder().build();
 *     ReenactServer server = ReenactServer.builder(reenactor).port(7860).start()) {
 *   System.out.println(server.address());
 *   Thread.sleep(Long.MAX_VALUE);
 * }
 * }</pre>
 *
 * <p>On a loopback address, which is the default, only this machine can reach it, and only its own
 * page. On another address whoever has the {@linkplain #token() token} can, and there should be
 * {@linkplain Builder#tls TLS}. Nothing of a person is logged. Files are kept in a folder that only
 * its user can read, until they were not used for a while.
 *
 * <p>Thread-safe. Owns threads, a port and the folder until {@link #close()}; the {@link Reenactor}
 * stays the caller's to close, after the server.
 */
public final class ReenactServer implements AutoCloseable {
  private static final int SWEEP_SECONDS = 10;

  private final Optional<String> token;
  private final boolean tls;
  private final String host;
  private final StateFolder folder;
  private final ScheduledExecutorService timer;
  private final Service service;
  private final WebServer web;

  private ReenactServer(Builder b) throws IOException {
    host = b.host;
    tls = b.tls != null;
    token =
        b.token != null || !Guard.isLoopback(b.host) ? Optional.of(b.token()) : Optional.empty();
    folder = StateFolder.open(Optional.ofNullable(b.state));
    timer =
        Executors.newScheduledThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "reenact-timer");
              thread.setDaemon(true);
              return thread;
            });
    @Nullable Service service = null;
    @Nullable WebServer web = null;
    try {
      service = new Service(b.reenactor, b.limits, folder, timer);
      web =
          WebServer.start(
              new WebServer.Address(b.host, b.port, Optional.ofNullable(b.tls)),
              new Guard(token, tls),
              service);
    } finally {
      if (web == null) {
        close(null, service);
      }
    }
    this.service = requireNonNull(service);
    this.web = requireNonNull(web);
    Service swept = this.service;
    var unused =
        timer.scheduleWithFixedDelay(swept::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  /** Starts with the defaults: port 7860 of the loopback address. */
  public static Builder builder(Reenactor reenactor) {
    return new Builder(reenactor);
  }

  /** The port. */
  public int port() {
    return web.port();
  }

  /** See {@link WebServer#routes}. */
  Set<String> routes() {
    return web.routes();
  }

  /** What callers must have, if this server is to be reached from other machines. */
  public Optional<String> token() {
    return token;
  }

  /** The address of the page, with the token if there is one. */
  public String address() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return (tls ? "https://" : "http://")
        + name
        + ":"
        + port()
        + "/"
        + token.map(t -> "?token=" + t).orElse("");
  }

  /**
   * Takes no more requests, ends live sessions and the job at work, and frees what they hold.
   * Closing again has no effect.
   *
   * @throws IOException if the folder cannot be cleaned up
   */
  @Override
  public void close() throws IOException {
    close(web, service);
  }

  private void close(@Nullable WebServer web, @Nullable Service service) throws IOException {
    try (folder) {
      if (web != null) {
        web.close();
      }
      timer.shutdownNow();
      if (service != null) {
        service.close();
      }
    }
  }

  /**
   * A keystore with the certificate of the server.
   *
   * @param keystore a PKCS #12 or JKS file
   * @param password of it
   */
  public record Tls(Path keystore, String password) {
    /** Checks for nothing but null. */
    public Tls {
      requireNonNull(keystore, "keystore");
      requireNonNull(password, "password");
    }

    @Override
    public String toString() {
      return "Tls[keystore=" + keystore + "]";
    }
  }

  /** Settings of a {@link ReenactServer}. Not thread-safe. */
  public static final class Builder {
    /** The port if none is given. */
    public static final int DEFAULT_PORT = 7860;

    /** The address if none is given: this machine alone. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    private static final int MIN_TOKEN = 16;

    private final Reenactor reenactor;
    private String host = DEFAULT_HOST;
    private int port = DEFAULT_PORT;
    private @Nullable String token;
    private @Nullable Tls tls;
    private @Nullable Path state;
    private Limits limits = Limits.DEFAULT;

    private Builder(Reenactor reenactor) {
      this.reenactor = requireNonNull(reenactor, "reenactor");
    }

    /** The address to listen on; one that is not loopback makes a token necessary. */
    public Builder host(String host) {
      this.host = requireNonNull(host, "host");
      return this;
    }

    /**
     * The port to listen on; 0 for a free one.
     *
     * @throws IllegalArgumentException if it is outside of 0 to 65535
     */
    public Builder port(int port) {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port " + port + " is not in 0..65535");
      }
      this.port = port;
      return this;
    }

    /**
     * What callers must have. Default: none on a loopback address, else one of 128 random bits.
     *
     * @throws IllegalArgumentException if it is shorter than 16 characters, or has others than
     *     letters, digits, - and _
     */
    public Builder token(String token) {
      if (!token.matches("[A-Za-z0-9_-]{" + MIN_TOKEN + ",}")) {
        throw new IllegalArgumentException(
            "the token must have at least " + MIN_TOKEN + " letters, digits, - and _");
      }
      this.token = token;
      return this;
    }

    /** Speaks HTTPS; browsers give the camera to pages from other machines over it alone. */
    public Builder tls(Tls tls) {
      this.tls = requireNonNull(tls, "tls");
      return this;
    }

    /**
     * Where files are kept; finished jobs in it outlive the server. Default: a temporary folder
     * that is deleted at the end.
     */
    public Builder state(Path folder) {
      this.state = requireNonNull(folder, "folder");
      return this;
    }

    /** What the server takes on. Default: {@link Limits#DEFAULT}. */
    public Builder limits(Limits limits) {
      this.limits = requireNonNull(limits, "limits");
      return this;
    }

    private String token() {
      // As hard to guess as the name of a file.
      return token != null ? token : Shelf.newId();
    }

    /**
     * Starts the server.
     *
     * @throws IOException if the address cannot be used, the keystore not be read, or the folder
     *     not be written
     */
    public ReenactServer start() throws IOException {
      return new ReenactServer(this);
    }
  }
}
