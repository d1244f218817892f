/** A table in Markdown: the first columns are text, the others numbers. */
export function markdownTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  textColumns = 1,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = heading.map((_, column) => (column < textColumns ? '---' : '---:'));
  return [line(heading), line(rule), ...rows.map(line)].join('\n');
}
