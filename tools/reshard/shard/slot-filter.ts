import { rangesOf } from '../../../lib/contract/shard-map';

/** A condition on slots that a publication can have, in the fewest comparisons: each row that is written is held against it. */
export function slotFilter(slots: readonly number[]): string {
  if (slots.length === 0) return 'false';
  const ranges = rangesOf(slots)
    .split(',')
    .map((range) => range.split('-'));
  const singles = ranges.filter(({ length }) => length === 1).flat();
  const spans = ranges.filter(({ length }) => length === 2).map(([first, last]) => `slot BETWEEN ${first} AND ${last}`);
  return [...spans, ...(singles.length === 0 ? [] : [`slot IN (${singles.join(', ')})`])].join(' OR ');
}
