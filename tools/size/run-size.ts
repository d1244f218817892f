import { Workload } from '../../lib/capacity';
import { ASSUMPTIONS } from '../../lib/capacity/assumptions';
import { UserError } from '../support/command-line';
import { flagOf, type SizeOptions } from './command';
import { sizeJson, sizeText } from './output';
import { sizedPlatform } from './sized';

/** What `ztm size` prints. */
export function runSize(options: SizeOptions): string {
  const { database, cache, stage, region, json, idle } = options;
  const sized = sizedPlatform(workloadOf(options), { database, cache, stage, region });
  return json ? sizeJson(sized) : sizeText(sized, idle ?? false);
}

/** The workload that options describe. */
export function workloadOf(options: SizeOptions): Workload {
  return new Workload({ monthlyUsers: numberOf('--users', options.users), ...assumptionsIn(options) });
}

function assumptionsIn(options: SizeOptions): Record<string, number> {
  const given = ASSUMPTIONS.filter(({ property }) => options[property] !== undefined);
  return Object.fromEntries(given.map(({ property }) => [property, numberOf(flagOf(property), options[property])]));
}

/** Commas and underscores may stand between thousands; anything else that is no number is refused. */
function numberOf(flag: string, given: unknown): number {
  const text = typeof given === 'string' ? given : '';
  const isGrouped = /^\d{1,3}([,_]\d{3})+$/.test(text);
  const number = Number(isGrouped ? text.replace(/[,_]/g, '') : text);
  if (text.trim() === '' || Number.isNaN(number)) {
    throw new UserError(`${flag} must be a number, got ${JSON.stringify(text)}; write it as 1000000 or 0.5`);
  }
  return number;
}
