import type { SectionChange } from '../compare/compare';
import type { Section } from '../section';
import { cellsOf, changedCellsOf, concernsIn } from './text';

/** Longer tables are folded. */
const LONG = 12;

/** A review for a pull request. */
export function markdown(sections: readonly Section[]): string {
  return [
    '## Review of the synthesized templates',
    ['| | |', '| --- | --- |', ...sections.map(({ title, summary }) => `| **${title}** | ${escape(summary)} |`)].join(
      '\n',
    ),
    `Rows to look at: ${concernsIn(sections)}`,
    ...sections.flatMap(({ title, tables }) => [
      `### ${title}`,
      ...tables.map(({ title: name, columns, rows, none }) => {
        if (rows.length === 0) return `${name}: ${none}.`;
        const { heading, lines } = cellsOf(columns, rows);
        return folded(name, rows.length, grid(heading, lines), tables.length > 1);
      }),
    ]),
    '',
  ].join('\n\n');
}

/** What a change does, for a pull request. */
export function changesMarkdown(sections: readonly SectionChange[]): string {
  const changed = sections.filter(({ tables }) => tables.length > 0);
  const same = sections.filter(({ tables }) => tables.length === 0);
  return [
    '## What this change does to the templates',
    ...(same.length > 0 ? [`No change: ${same.map(({ title }) => title.toLowerCase()).join(', ')}.`] : []),
    ...changed.flatMap(({ title, before, after, tables }) => [
      `### ${title}`,
      ...(before === after ? [] : [`Before: ${escape(before)}  \nAfter: ${escape(after)}`]),
      ...tables.map((table) => {
        const { heading, lines } = changedCellsOf(table);
        return folded(table.title, lines.length, grid(heading, lines), true);
      }),
    ]),
    '',
  ].join('\n\n');
}

function folded(title: string, rows: number, table: string, named: boolean): string {
  if (rows > LONG) return `<details><summary>${title} (${rows})</summary>\n\n${table}\n\n</details>`;
  return named ? `**${title}**\n\n${table}` : table;
}

function grid(heading: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escape).join(' | ')} |`;
  return [line(heading), `|${heading.map(() => ' --- |').join('')}`, ...lines.map(line)].join('\n');
}

/** Characters that a table of Markdown, or HTML within it, would take for its own. */
function escape(cell: string): string {
  return cell
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/([|*_`[\]])/g, '\\$1')
    .replace(/\n/g, ' ');
}
