package io.github.reenact.server;

import com.google.gson.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;

/** What went wrong with a request, as a problem document of RFC 9457 tells it. */
final class Problem extends RuntimeException {
  /** The media type of the documents. */
  static final String CONTENT_TYPE = "application/problem+json";

  private static final Logger LOGGER = System.getLogger("io.github.reenact.server");

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String title;

  /** How long to wait before another try, in seconds; 0 if waiting does not help. */
  private final int retryAfter;

  private Problem(int status, String code, String title, String detail, int retryAfter) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.title = title;
    this.retryAfter = retryAfter;
  }

  /**
   * A problem.
   *
   * @param status of HTTP
   * @param code the end of the address that names the kind of problem
   * @param title the kind of problem in a few words
   * @param detail what happened this time, and what to do
   */
  static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, 0);
  }

  /** A request that can never be answered: 400. */
  static Problem badRequest(String detail) {
    return of(400, "bad-request", "The request is wrong", detail);
  }

  /** Nothing there, or nothing any more: 404. */
  static Problem notFound(String what) {
    return of(
        404,
        "not-found",
        "There is no such " + what,
        "Nothing (any more) is at this address; a file that has expired must be sent again");
  }

  /** Above a limit of size: 413. */
  static Problem tooLarge(String detail) {
    return of(413, "too-large", "The file is too large", detail);
  }

  /** A file of another kind: 415. */
  static Problem unsupported(String detail) {
    return of(415, "unsupported", "The kind of file is not supported", detail);
  }

  /** The right kind of file, of which nothing can be made: 422. */
  static Problem unusable(String code, String title, String detail) {
    return of(422, code, title, detail);
  }

  /** Too much at once: 429. */
  static Problem busy(String title, String detail, int retryAfterSeconds) {
    return new Problem(429, "busy", title, detail, retryAfterSeconds);
  }

  /**
   * What the server itself did wrong: 500. The log says where.
   *
   * @param where in a few words, for the log
   */
  static Problem unexpected(String where, Throwable error) {
    LOGGER.log(Level.ERROR, "an error in " + where, error);
    return of(
        500,
        "internal",
        "An error in the server",
        "The server made an error; try again, and report it if it stays");
  }

  /** A status that a library gave. */
  static Problem ofStatus(int status, String message) {
    String title = message.isBlank() ? "Status " + status : message;
    return of(status, title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"), title, title);
  }

  int status() {
    return status;
  }

  int retryAfter() {
    return retryAfter;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("type", "urn:reenact:problem:" + code);
    json.addProperty("title", title);
    json.addProperty("status", status);
    json.addProperty("detail", detail());
    return json;
  }
}
