package io.github.reenact.tf.training;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings in a record, some of whose components are records of settings themselves, as one map by
 * name. A setting is a component that is no record; no two of them, at whatever depth, have the
 * same name. Stateless and thread-safe.
 */
public final class RecordSettings {
  private RecordSettings() {}

  /** All settings, in the order of their components, depth first. */
  public static Map<String, Object> of(Record settings) {
    Map<String, Object> out = new LinkedHashMap<>();
    collect(settings, out);
    return out;
  }

  private static void collect(Record settings, Map<String, Object> to) {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Object value = read(settings, component);
      if (value instanceof Record inner) {
        collect(inner, to);
      } else if (to.put(component.getName(), value) != null) {
        throw new IllegalArgumentException("two settings are called " + component.getName());
      }
    }
  }

  private static Object read(Record settings, RecordComponent component) {
    try {
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot read " + component, e);
    }
  }

  /**
   * A record with all its settings.
   *
   * @param values by name; further ones are ignored
   * @throws IllegalArgumentException if a value is missing, or the record's own checks refuse one
   */
  public static <R extends Record> R create(Class<R> type, Map<String, ?> values) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      arguments[i] = argument(types[i], components[i].getName(), values);
    }
    try {
      return type.getConstructor(types).newInstance(arguments);
    } catch (java.lang.reflect.InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new LinkageError("cannot create " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot create " + type, e);
    }
  }

  private static Object argument(Class<?> type, String name, Map<String, ?> values) {
    if (type.isRecord()) {
      return create(type.asSubclass(Record.class), values);
    }
    @Nullable Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no value for the setting " + name);
    }
    return value;
  }

  /**
   * The same record with another value of one setting.
   *
   * @throws IllegalArgumentException if there is no such setting, or the record's own checks refuse
   *     the value
   */
  public static <R extends Record> R with(R settings, String name, Object value) {
    Map<String, Object> values = of(settings);
    if (values.replace(name, value) == null) {
      throw new IllegalArgumentException(
          "no setting '" + name + "'; there are " + String.join(", ", values.keySet()));
    }
    @SuppressWarnings("unchecked") // the class of an R
    Class<R> type = (Class<R>) settings.getClass();
    return create(type, values);
  }

  /**
   * Settings as a record without inner records would print them: checkpoints and model files have
   * them in this form.
   *
   * @param type whose name goes first
   */
  public static String text(Class<? extends Record> type, Map<String, ?> values) {
    return values.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(joining(", ", type.getSimpleName() + "[", "]"));
  }
}
