/** A page with something else between the markers of a command. */
export function written(page: string, command: string, text: string): string {
  const [open, close] = [`<!-- ${command} start -->`, `<!-- ${command} end -->`];
  const [start, end] = [page.indexOf(open), page.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`the page must have ${open} and, after it, ${close}`);
  return `${page.slice(0, start + open.length)}\n\n${text}\n\n${page.slice(end)}`;
}
