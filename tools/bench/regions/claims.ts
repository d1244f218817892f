import { RegionMode } from '../../../lib/contract/region-plan';
import type { Verdict } from '../../support/lane';
import { nameOf, type Row } from './experiment';
import type { LossResult } from './loss';
import { OURS, STATIC, WITHOUT_FLOORS } from './policies';

/** What the page says of regions that are lost, checked on the rows that there are. */
export function claims(rows: readonly Row[]): Verdict[] {
  const reactive = (row: Row) => Object.keys(row.results).filter((name) => name.startsWith('reactive'));
  return [
    ...rows.map((row) => ({
      name: `${nameOf(row.scenario)}, ${row.day}: no minute violates after routing with ${OURS}`,
      problems: violations(OURS, row.results[OURS]),
    })),
    {
      name: 'each way without the plan violates somewhere',
      problems: Object.keys(rows[0]?.results ?? {})
        .filter((name) => name !== OURS && rows.every(({ results }) => results[name].violatingMinutes === 0))
        .map((name) => `${name} never violates`),
    },
    {
      name: `${OURS} violates no more than what has no floors, and costs no less`,
      problems: rows.filter(({ results }) => isOutOfOrder(results[OURS], results[WITHOUT_FLOORS])).map(shown),
    },
    {
      name: 'a standby that is not raised first violates longer than one that is',
      problems: rows
        .filter(({ scenario }) => scenario.mode === RegionMode.ACTIVE_PASSIVE)
        .filter((row) =>
          [STATIC, ...reactive(row)].some(
            (name) => row.results[name].violatingMinutes <= row.results[OURS].violatingMinutes,
          ),
        )
        .map(shown),
    },
  ];
}

function violations(name: string, { violatingMinutes, recoverySeconds }: LossResult): string[] {
  return violatingMinutes + recoverySeconds === 0
    ? []
    : [`${name} violates for ${violatingMinutes} minutes, and is back after ${recoverySeconds} s`];
}

function isOutOfOrder(ours: LossResult, without: LossResult): boolean {
  return ours.violatingMinutes > without.violatingMinutes || ours.taskHours < without.taskHours;
}

const shown = ({ scenario, day }: Row) => `${nameOf(scenario)}, ${day}`;
