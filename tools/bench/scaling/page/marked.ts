const START = '<!-- bench:scaling start -->';
const END = '<!-- bench:scaling end -->';

/** A page with something else between its markers. */
export function written(page: string, text: string): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`the page must have ${START} and, after it, ${END}`);
  return `${page.slice(0, start + START.length)}\n\n${text}\n\n${page.slice(end)}`;
}
