package io.github.reenact.server;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.javalin.http.Context;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON in and out; what comes in is checked field by field. */
final class Json {
  static final Gson GSON = new Gson();

  private Json() {}

  static void reply(Context ctx, Object value) {
    ctx.contentType("application/json").result(GSON.toJson(value));
  }

  /**
   * A text as an object.
   *
   * @throws Problem 400 if it is none
   */
  static JsonObject parse(String text) {
    try {
      JsonElement element = JsonParser.parseString(text);
      if (element.isJsonObject()) {
        return element.getAsJsonObject();
      }
    } catch (JsonParseException | StackOverflowError e) {
      throw Problem.badRequest("The text is not valid JSON; send one object");
    }
    throw Problem.badRequest("The text is JSON, but no object; send one object");
  }

  /**
   * Refuses fields that mean nothing: a misspelt one would be ignored otherwise.
   *
   * @throws Problem 400
   */
  static void checkFields(JsonObject object, Set<String> known) {
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        throw Problem.badRequest(
            "There is no field \"%s\"; there are %s"
                .formatted(
                    name.length() > 40 ? name.substring(0, 40) + "…" : name,
                    String.join(", ", known.stream().sorted().toList())));
      }
    }
  }

  /**
   * A number.
   *
   * @throws Problem 400 if it is none or out of range
   */
  static double number(JsonObject object, String name, double missing, double max) {
    @Nullable JsonPrimitive value = primitive(object, name);
    if (value == null) {
      return missing;
    }
    if (!value.isNumber() || !(value.getAsDouble() >= 0 && value.getAsDouble() <= max)) {
      throw Problem.badRequest("\"%s\" must be a number from 0 to %s".formatted(name, max));
    }
    return value.getAsDouble();
  }

  /**
   * Yes or no.
   *
   * @throws Problem 400 if it is neither
   */
  static boolean flag(JsonObject object, String name, boolean missing) {
    @Nullable JsonPrimitive value = primitive(object, name);
    if (value == null) {
      return missing;
    }
    if (!value.isBoolean()) {
      throw Problem.badRequest("\"%s\" must be true or false".formatted(name));
    }
    return value.getAsBoolean();
  }

  /**
   * A text; null if there is none.
   *
   * @throws Problem 400 if it is something else
   */
  static @Nullable String text(JsonObject object, String name) {
    @Nullable JsonPrimitive value = primitive(object, name);
    if (value != null && !value.isString()) {
      throw Problem.badRequest("\"%s\" must be a text".formatted(name));
    }
    return value == null ? null : value.getAsString();
  }

  private static @Nullable JsonPrimitive primitive(JsonObject object, String name) {
    @Nullable JsonElement value = object.get(name);
    if (value == null || value.isJsonNull()) {
      return null;
    }
    if (!value.isJsonPrimitive()) {
      throw Problem.badRequest("\"%s\" must be a simple value".formatted(name));
    }
    return value.getAsJsonPrimitive();
  }
}
