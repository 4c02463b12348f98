package io.github.reenact.evaluate;

import io.github.reenact.Image;
import io.github.reenact.media.sheet.PictureCell;
import io.github.reenact.media.sheet.StrokeText;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;

/** Photo, driving frame and what each method makes of them, side by side, a row for each moment. */
final class PortraitSheet {
  /** Moments of either kind of run. */
  static final int ROWS = 12;

  private static final int CELL = 208;
  private static final int GAP = 4;
  private static final int MARGIN = 64;
  private static final int LETTERS = 8;

  private record Row(SheetMoments.Moment moment, List<Image> cells) {}

  private final List<String> columns;
  private final List<Row> rows = new ArrayList<>();

  /**
   * Starts a sheet.
   *
   * @param first what the first column shows, in letters that can be drawn
   */
  PortraitSheet(String first, List<PortraitMethod> methods) {
    columns = new ArrayList<>(List.of(first, "DRIVING FRAME"));
    methods.forEach(
        m -> columns.add(StrokeText.drawable(m.translatorName() + " - " + m.disentanglerName())));
  }

  /**
   * Adds a row.
   *
   * @param made by each method, in their order
   */
  void add(SheetMoments.Moment moment, Image photo, Image driving, List<Image> made) {
    List<Image> cells = new ArrayList<>(List.of(photo, driving));
    cells.addAll(made);
    rows.add(new Row(moment, cells));
  }

  List<SheetMoments.Moment> moments() {
    return rows.stream().map(Row::moment).toList();
  }

  private static String kind(PortraitClips.Run run) {
    return run.isSelf() ? "SELF" : run.isSamePerson() ? "SAME" : "CROSS";
  }

  Image draw() {
    int head = 3 * LETTERS;
    int width = MARGIN + columns.size() * (CELL + GAP);
    int height = head + Math.max(1, rows.size()) * (CELL + GAP);
    Sheet sheet = new Sheet(width, height);
    Graphics2D g = sheet.graphics();
    for (int c = 0; c < columns.size(); c++) {
      double middle = MARGIN + c * (CELL + GAP) + CELL / 2.0;
      StrokeText.draw(g, Sheet.WORDS, columns.get(c), middle, LETTERS, LETTERS);
    }
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      int y = head + r * (CELL + GAP);
      SheetMoments.Moment moment = row.moment();
      String[] words = {
        kind(moment.run()),
        moment.isMouth() ? "MOUTH" : "EYES",
        Integer.toString(moment.run().driver().number(moment.index()))
      };
      for (int w = 0; w < words.length; w++) {
        double top = y + CELL / 2.0 + (w - 1.5) * 2 * LETTERS;
        StrokeText.draw(g, Sheet.WORDS, words[w], MARGIN / 2.0, top, LETTERS);
      }
      for (int c = 0; c < columns.size(); c++) {
        PictureCell.draw(g, row.cells().get(c), MARGIN + c * (CELL + GAP), y, CELL);
      }
    }
    return sheet.finish();
  }
}
