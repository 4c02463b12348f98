package io.github.reenact.server;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. Without a token only pages of this server itself, under the names of this machine:
 * that keeps other sites out, which could reach a loopback address through a name of their own.
 * With a token whoever has it, from pages of this server or from programs.
 */
final class Guard {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String COOKIE = "reenact-token";

  private final Optional<String> token;
  private final String scheme;

  Guard(Optional<String> token, boolean tls) {
    this.token = token;
    this.scheme = tls ? "https" : "http";
  }

  /**
   * Whether an address is this machine's own.
   *
   * @throws UnknownHostException if the name is not known
   */
  static boolean isLoopback(String host) throws UnknownHostException {
    return InetAddress.getByName(host).isLoopbackAddress();
  }

  /**
   * Lets a request in, and says what the browser may do with the answer.
   *
   * @throws Problem 401 or 403
   */
  void check(Context ctx) {
    String host = ctx.header("Host") == null ? "" : String.valueOf(ctx.header("Host"));
    headers(ctx, host);
    if (token.isEmpty() && !LOOPBACK.contains(name(host))) {
      throw forbidden(
          "The server does not answer to the name of this address; open the address that it printed");
    }
    @Nullable String origin = ctx.header("Origin");
    if (origin != null && !origin.equalsIgnoreCase(scheme + "://" + host)) {
      throw forbidden("Another site has sent this request; open the page of this server itself");
    }
    @Nullable String site = ctx.header("Sec-Fetch-Site");
    boolean entry = ctx.method().name().equals("GET") && ctx.path().equals("/");
    if (site != null && !entry && !Set.of("same-origin", "none").contains(site)) {
      throw forbidden("Another site has sent this request; open the page of this server itself");
    }
    if (token.isPresent() && !ctx.path().equals("/api/v1/health")) {
      checkToken(ctx, token.get(), entry);
    }
  }

  private void checkToken(Context ctx, String expected, boolean entry) {
    @Nullable String authorization = ctx.header("Authorization");
    if (authorization != null
        && authorization.startsWith("Bearer ")
        && same(authorization.substring("Bearer ".length()), expected)) {
      return;
    }
    @Nullable String cookie = ctx.cookie(COOKIE);
    if (cookie != null && same(cookie, expected)) {
      return;
    }
    @Nullable String query = ctx.queryParam("token");
    if (entry && query != null && same(query, expected)) {
      ctx.cookie(
          new Cookie(
              COOKIE, expected, "/", -1, scheme.equals("https"), true, null, SameSite.STRICT));
      return;
    }
    ctx.header("WWW-Authenticate", "Bearer");
    throw Problem.of(
        401,
        "unauthorized",
        "A token is needed",
        "Open the address that the server printed, with the token in it;"
            + " programs send it as Authorization: Bearer TOKEN");
  }

  private static boolean same(String a, String b) {
    // In a time that says nothing of how much of it was right.
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static Problem forbidden(String detail) {
    return Problem.of(403, "forbidden", "The request is not let in", detail);
  }

  /** The host without its port. */
  private static String name(String host) {
    int colon = host.lastIndexOf(':');
    boolean port = colon >= 0 && host.indexOf(']', colon) < 0;
    return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
  }

  private static void headers(Context ctx, String host) {
    // Not every browser takes 'self' for sockets, too. What is no plain name is left out.
    String sockets =
        host.matches("[A-Za-z0-9.:\\[\\]-]{1,255}") ? " ws://" + host + " wss://" + host : "";
    ctx.header(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
            + " media-src 'self' blob:; connect-src 'self'"
            + sockets
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    ctx.header("Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
    ctx.header("Cache-Control", ctx.path().startsWith("/api/") ? "no-store" : "no-cache");
  }
}
