import { wrap, wrappedTable } from '../../support/table';
import type { RowChange, SectionChange, TableChange } from '../compare/compare';
import { count, type Column, type Row, type Section } from '../section';

const WIDTH = 120;

const LOOK_AT = 'Look at';

/** A review for a terminal. */
export function text(sections: readonly Section[]): string {
  return sections
    .flatMap(({ title, summary, tables }) => [
      headline(title),
      ...wrap(summary, WIDTH),
      ...tables.map(({ title: name, columns, rows, none }) => {
        const heading = tables.length > 1 ? `\n${name}:` : '';
        return rows.length === 0 ? `${heading || '\n'} ${none}` : `${heading}\n${grid(columns, rows)}`;
      }),
      '',
    ])
    .join('\n');
}

/** A review in about a dozen lines. */
export function shortText(sections: readonly Section[], folder: string): string {
  const indent = Math.max(...sections.map(({ id }) => id.length)) + 4;
  const lines = sections.flatMap(({ id, summary }) => {
    const [first, ...rest] = wrap(summary, WIDTH - indent);
    return [`  ${id.padEnd(indent - 2)}${first}`, ...rest.map((line) => ' '.repeat(indent) + line)];
  });
  return [
    `What the templates in ${folder} say:`,
    ...lines,
    `${count(concernsIn(sections), 'row')} to look at: \`npm run review\` shows them, and the rest.`,
  ].join('\n');
}

/** What a change does, for a terminal. */
export function changesText(sections: readonly SectionChange[]): string {
  return sections
    .flatMap(({ title, tables, before, after }) => [
      headline(title),
      ...(tables.length === 0 ? ['no change'] : []),
      ...(tables.length > 0 && before !== after
        ? [`before: ${before}`, `after:  ${after}`].flatMap((line) => wrap(line, WIDTH))
        : []),
      ...tables.map((table) => `\n${table.title}:\n${changeGrid(table)}`),
      '',
    ])
    .join('\n');
}

/** How many rows say that somebody should look at them. */
export function concernsIn(sections: readonly Section[]): number {
  return sections
    .flatMap(({ tables }) => tables)
    .flatMap(({ rows }) => rows)
    .filter(({ concern }) => concern).length;
}

/** The heading and the cells of rows, with a last column for concerns where there are any. */
export function cellsOf(columns: readonly Column[], rows: readonly Row[]): { heading: string[]; lines: string[][] } {
  const isConcerned = rows.some(({ concern }) => concern !== undefined);
  const used = columns.filter(({ id }) => rows.some(({ cells }) => cells[id] !== ''));
  return {
    heading: [...used.map(({ title }) => title), ...(isConcerned ? [LOOK_AT] : [])],
    lines: rows.map(({ cells, concern }) => [
      ...used.map(({ id }) => cells[id]),
      ...(isConcerned ? [concern ?? ''] : []),
    ]),
  };
}

/** The same for changed rows: what happened to a row, and before and after of each changed cell. */
export function changedCellsOf({ columns, changes }: TableChange): { heading: string[]; lines: string[][] } {
  const { heading, lines } = cellsOf(
    columns,
    changes.map((change) => withChanges(columns, change)),
  );
  return { heading: ['', ...heading], lines: lines.map((line, index) => [SIGNS[changes[index].kind], ...line]) };
}

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

function withChanges(columns: readonly Column[], { row, cells }: RowChange): Row {
  const shown = columns.map(({ id, title }): [string, string] => {
    const change = cells.find(({ column }) => column === title);
    return [id, change ? `${change.before || '(nothing)'} -> ${change.after || '(nothing)'}` : row.cells[id]];
  });
  return { ...row, cells: Object.fromEntries(shown) };
}

function grid(columns: readonly Column[], rows: readonly Row[]): string {
  const { heading, lines } = cellsOf(columns, rows);
  return wrappedTable(heading, lines, WIDTH);
}

function changeGrid(table: TableChange): string {
  const { heading, lines } = changedCellsOf(table);
  return wrappedTable(heading, lines, WIDTH);
}

function headline(title: string): string {
  return `== ${title} ${'='.repeat(Math.max(0, WIDTH - title.length - 4))}`;
}
