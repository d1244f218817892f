/** A table in plain text: the first column to the left, the others to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, column) => Math.max(most[column] ?? 0, String(cell).length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? String(cell).padEnd(widths[column]) : String(cell).padStart(widths[column]),
        )
        .join('  '),
    )
    .join('\n');
}

/** A table with a heading, its cells wrapped so that no line is wider than `width`. */
export function wrappedTable(heading: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const widths = narrowed([heading, ...rows], width - 2 * (heading.length - 1));
  const rule = widths.map((one) => '-'.repeat(one));
  return [...layOut(heading, widths), rule.join('  '), ...rows.flatMap((row) => layOut(row, widths))].join('\n');
}

/** How many lines a broken word is worth: it is harder to read than a longer table. */
const BROKEN = 2;

/** Widths of columns that fit: one after the other gives way where it makes the table least longer. */
function narrowed(lines: readonly (readonly string[])[], width: number): number[] {
  const widths = lines[0].map((_cell, column) => Math.max(...lines.map((line) => line[column].length)));
  const heights = widths.map((one, column) => heightsOf(lines, column, one));
  for (let excess = widths.reduce((sum, one) => sum + one, 0) - width; excess > 0; excess--) {
    let best = { column: 0, price: Infinity, heights: heights[0] };
    for (const [column, one] of widths.entries()) {
      if (one < 2) continue;
      const narrower = heightsOf(lines, column, one - 1);
      const price = lines.reduce(
        (sum, _line, row) =>
          sum + Math.max(...heights.map((column_, index) => (index === column ? narrower : column_)[row])),
        0,
      );
      const isWider = one > widths[best.column];
      if (price < best.price || (price === best.price && isWider)) best = { column, price, heights: narrower };
    }
    widths[best.column]--;
    heights[best.column] = best.heights;
  }
  return widths;
}

function heightsOf(lines: readonly (readonly string[])[], column: number, width: number): number[] {
  return lines.map((line) => {
    const broken = parts(line[column]).filter((part) => part.trimEnd().length > width).length;
    return wrap(line[column], width).length + BROKEN * broken;
  });
}

function layOut(cells: readonly string[], widths: readonly number[]): string[] {
  const wrapped = cells.map((cell, column) => wrap(cell, widths[column]));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_line, index) =>
    wrapped
      .map((lines, column) => (lines[index] ?? '').padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}

/** Breaks a text after blanks and slashes, within words where one of their parts ends, or where there is no other way. */
export function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const piece of pieces(text)) {
    const line = lines[lines.length - 1];
    if ((line + piece).trimEnd().length <= width) lines[lines.length - 1] += piece;
    else if (line === '') lines.splice(-1, 1, ...chunks(piece, width));
    else lines.push(...chunks(piece, width));
  }
  return lines.map((line) => line.trimEnd());
}

function pieces(text: string): string[] {
  return text.split(/(?<=[ /])/);
}

/** The parts of words: `DynamoDB::GlobalTable` is `DynamoDB::`, `Global` and `Table`. */
function parts(text: string): string[] {
  return text.split(/(?<=[ /:.-])(?![:])|(?<=[a-z])(?=[A-Z])/);
}

function chunks(word: string, width: number): string[] {
  const lines = [''];
  for (const part of word.length > width ? parts(word) : [word]) {
    if ((lines[lines.length - 1] + part).trimEnd().length <= width) lines[lines.length - 1] += part;
    else {
      const rest = part.trimEnd().length > width ? part.trimEnd() : part;
      for (let at = 0; at < rest.length; at += width) lines.push(rest.slice(at, at + width));
    }
  }
  return lines.filter((line) => line !== '');
}
