import { compare } from '../../lib/private/compare';
import type { Model } from './model/model';

/** A column: the name of its cells, and its heading. */
export interface Column {
  readonly id: string;
  readonly title: string;
}

/** A row. The key stays the same from one assembly to the next; `concern` says what a reviewer should look at. */
export interface Row {
  readonly key: string;
  readonly cells: Readonly<Record<string, string>>;
  readonly concern?: string;
}

/** A table of a section. What is absent is said in `none`. */
export interface Table {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly none: string;
}

/** One of the questions that a review answers; `summary` is the answer in a line. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly tables: readonly Table[];
}

/** Answers one question from an assembly. */
export type SectionMaker = (model: Model) => Section;

/** Columns from pairs of id and title. */
export function columns(titles: Readonly<Record<string, string>>): Column[] {
  return Object.entries(titles).map(([id, title]) => ({ id, title }));
}

/** `3 alarms`, `1 alarm`, `no alarm`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  if (number === 0) return `no ${singular}`;
  return `${number.toLocaleString('en-US')} ${number === 1 ? singular : plural}`;
}

/** Rows in the order of their keys. */
export function sorted(rows: readonly Row[]): Row[] {
  return [...rows].sort((one, other) => compare(one.key, other.key));
}

/** The different texts, in order. */
export function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(compare);
}
