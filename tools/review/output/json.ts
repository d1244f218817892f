import type { SectionChange } from '../compare/compare';
import type { Section } from '../section';

/** Rises when a reader of the output would have to change. What the members mean: docs/review.md. */
const VERSION = 1;

/** A review for programs. */
export function json(sections: readonly Section[]): string {
  return print({
    version: VERSION,
    sections: sections.map(({ id, title, summary, tables }) => ({
      id,
      title,
      summary,
      tables: tables.map(({ id: table, rows }) => ({ id: table, rows })),
    })),
  });
}

/** What a change does, for programs. */
export function changesJson(sections: readonly SectionChange[]): string {
  return print({
    version: VERSION,
    changes: sections.map(({ id, title, before, after, tables }) => ({
      id,
      title,
      before,
      after,
      tables: tables.map(({ id: table, changes }) => ({ id: table, changes })),
    })),
  });
}

function print(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
