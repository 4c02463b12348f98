package io.github.reenact.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** HTTP: the page, the addresses of a {@link Service}, and problem documents for all errors. */
final class WebServer implements AutoCloseable {
  private static final String PAGE = "/io/github/reenact/server/page";
  private static final long MAX_JSON_BYTES = 64 << 10;
  private static final Duration IDLE = Duration.ofSeconds(30);

  private static final Set<String> METHODS = Set.of("GET", "POST", "DELETE");

  private final Javalin javalin;

  /** Where to listen. */
  record Address(String host, int port, Optional<ReenactServer.Tls> tls) {}

  private WebServer(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Starts.
   *
   * @throws IOException if the address is in use or the keystore cannot be read
   */
  static WebServer start(Address address, Guard guard, Service service) throws IOException {
    Optional<ReenactServer.Tls> tls = address.tls;
    if (tls.isPresent()) {
      checkKeystore(tls.get());
    }
    Javalin javalin = Javalin.create(config -> configure(config, address, guard, service));
    try {
      javalin.start();
    } catch (JavalinException e) {
      javalin.stop();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "cannot listen on %s, port %d (%s); end what uses it, or choose another with --port"
              .formatted(address.host, address.port, cause.getMessage()),
          e);
    }
    return new WebServer(javalin);
  }

  private static void checkKeystore(ReenactServer.Tls tls) throws IOException {
    try {
      KeyStore unused = KeyStore.getInstance(tls.keystore().toFile(), tls.password().toCharArray());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "the keystore %s cannot be opened (%s); check its path and password"
              .formatted(tls.keystore(), e.getMessage()),
          e);
    }
  }

  private static void configure(
      JavalinConfig config, Address address, Guard guard, Service service) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.maxRequestSize = MAX_JSON_BYTES;
    config.http.prefer405over404 = true;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setSendXPoweredBy(false);
        });
    config.jetty.modifyServer(server -> server.setErrorHandler(new Problems()));
    config.jetty.modifyServletContextHandler(
        context -> {
          context.setErrorHandler(new Problems());
        });
    config.jetty.modifyWebSocketServletFactory(
        factory -> {
          factory.setMaxBinaryMessageSize(LiveSocket.MAX_PICTURE_BYTES);
          factory.setMaxTextMessageSize(LiveSocket.MAX_TEXT_BYTES);
        });
    config.jetty.addConnector((server, http) -> connector(server, http, address));
    config.staticFiles.add(
        files -> {
          files.directory = PAGE;
          files.location = Location.CLASSPATH;
        });
    config.routes.before(guard::check);
    config.routes.wsBeforeUpgrade(guard::check);
    config.routes.exception(Problem.class, (e, ctx) -> answer(ctx, e));
    config.routes.exception(
        HttpResponseException.class,
        (e, ctx) ->
            answer(
                ctx,
                e.getStatus() == 404
                    ? Problem.notFound("address")
                    : Problem.ofStatus(e.getStatus(), String.valueOf(e.getMessage()))));
    config.routes.exception(Exception.class, (e, ctx) -> answer(ctx, failure(e)));
    service.addTo(config.routes);
  }

  private static ServerConnector connector(Server server, HttpConfiguration http, Address address) {
    ServerConnector connector;
    if (address.tls.isPresent()) {
      SslContextFactory.Server ssl = new SslContextFactory.Server();
      ssl.setKeyStorePath(address.tls.get().keystore().toUri().toString());
      ssl.setKeyStorePassword(address.tls.get().password());
      HttpConfiguration secure = new HttpConfiguration(http);
      secure.addCustomizer(new SecureRequestCustomizer(false));
      connector = new ServerConnector(server, ssl, new HttpConnectionFactory(secure));
    } else {
      connector = new ServerConnector(server, new HttpConnectionFactory(http));
    }
    connector.setHost(address.host);
    connector.setPort(address.port);
    connector.setIdleTimeout(IDLE.toMillis());
    return connector;
  }

  private static Problem failure(Exception e) {
    // Who goes away in the middle of a file is no error of the server.
    return e instanceof IOException
        ? Problem.badRequest("The request ended too soon, or cannot be read; send it again")
        : Problem.unexpected("a request", e);
  }

  private static void answer(Context ctx, Problem problem) {
    ctx.status(problem.status());
    if (problem.retryAfter() > 0) {
      ctx.header("Retry-After", Integer.toString(problem.retryAfter()));
    }
    ctx.contentType(Problem.CONTENT_TYPE).result(problem.toJson().toString());
  }

  /** For requests that are so wrong that no handler sees them. */
  private static final class Problems extends ErrorHandler {
    @Override
    protected void generateResponse(
        Request request,
        Response response,
        int code,
        @Nullable String message,
        @Nullable Throwable cause,
        Callback callback)
        throws IOException {
      String text = message == null ? "" : message;
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
      Content.Sink.write(
          response, true, Problem.ofStatus(code, text).toJson().toString(), callback);
    }
  }

  int port() {
    return javalin.port();
  }

  /** What is answered, but for the page: methods and paths, such as {@code GET /metrics}. */
  Set<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(h -> h.endpoint)
        .filter(e -> METHODS.contains(e.method.name()))
        .map(e -> e.method.name() + " " + e.path)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
