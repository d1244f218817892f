import type { Model } from '../model/model';
import { review } from '../review';
import type { Column, Row, Section, Table } from '../section';
import { losses } from './losses';

/** A cell that is another than before. */
export interface CellChange {
  readonly column: string;
  readonly before: string;
  readonly after: string;
}

/** A row that came, went or changed. */
export interface RowChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly row: Row;
  readonly cells: readonly CellChange[];
}

/** What changed in a table. */
export interface TableChange {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly changes: readonly RowChange[];
}

/** What a change does to the answer of one question; no tables where it does nothing. */
export interface SectionChange {
  readonly id: string;
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly tables: readonly TableChange[];
}

/** What changes from one assembly to another, question by question. */
export function compareAssemblies(before: Model, after: Model): SectionChange[] {
  const old = review(before);
  return review(after).map((section, index) => {
    const change = compareSection(old[index], section);
    return section.id === 'data' ? { ...change, tables: [...lossTable(before, after), ...change.tables] } : change;
  });
}

function compareSection(before: Section, after: Section): SectionChange {
  return {
    id: after.id,
    title: after.title,
    before: before.summary,
    after: after.summary,
    tables: after.tables
      .map((table, index) => ({ ...table, changes: compareRows(before.tables[index], table) }))
      .filter(({ changes }) => changes.length > 0)
      .map(({ id, title, columns, changes }) => ({ id, title, columns, changes })),
  };
}

function compareRows(before: Table, after: Table): RowChange[] {
  const old = byKey(before.rows);
  const now = byKey(after.rows);
  const changes = [...now].flatMap(([key, row]): RowChange[] => {
    const previous = old.get(key);
    if (!previous) return [{ kind: 'added', row, cells: [] }];
    const cells = after.columns
      .filter(({ id }) => previous.cells[id] !== row.cells[id])
      .map(({ id, title }) => ({ column: title, before: previous.cells[id], after: row.cells[id] }));
    return cells.length > 0 ? [{ kind: 'changed', row, cells }] : [];
  });
  const gone = [...old]
    .filter(([key]) => !now.has(key))
    .map(([, row]): RowChange => ({ kind: 'removed', row, cells: [] }));
  return [...changes, ...gone];
}

/** Rows by their keys; equal keys are told apart by their order. */
function byKey(rows: readonly Row[]): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const row of rows) {
    let key = row.key;
    for (let number = 2; found.has(key); number++) key = `${row.key} (${number})`;
    found.set(key, row);
  }
  return found;
}

function lossTable(before: Model, after: Model): TableChange[] {
  const { columns, rows } = losses(before, after);
  if (rows.length === 0) return [];
  return [
    {
      id: 'losses',
      title: 'Replaced or removed',
      columns,
      changes: rows.map((row) => ({ kind: 'changed', row, cells: [] })),
    },
  ];
}
