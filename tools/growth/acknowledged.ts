import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Danger } from './change-set-check';
import { GUARD } from '../../lib/growth/guard';

/** A change that somebody has acknowledged in the app, as the validation report of the assembly says. */
export interface AcknowledgedChange {
  /** With the prefix. */
  readonly id: string;
  readonly reason: string;
  /** Path of the construct that it is about; empty for the app. */
  readonly path: string;
}

interface Report {
  readonly pluginReports?: readonly {
    readonly pluginName: string;
    readonly metadata?: Readonly<Record<string, string>>;
    readonly suppressedViolations?: readonly {
      readonly acknowledgedId: string;
      readonly reason?: string;
      readonly violatingConstructs: readonly { readonly constructPath?: string }[];
    }[];
  }[];
}

/** What was acknowledged when an assembly was synthesized with the guard in it. */
export function acknowledgedIn(assembly: string): AcknowledgedChange[] {
  const file = join(assembly, 'validation-report.json');
  if (!existsSync(file)) return [];
  const { pluginReports = [] } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return pluginReports
    .filter(({ pluginName }) => pluginName === GUARD)
    .flatMap(({ metadata = {}, suppressedViolations = [] }) => [
      ...suppressedViolations.flatMap(({ acknowledgedId: id, reason = '', violatingConstructs }) =>
        violatingConstructs.map(({ constructPath: path = '' }) => ({ id, reason, path })),
      ),
      ...Object.entries(metadata)
        .filter(([key]) => key.startsWith(ACKNOWLEDGED))
        .map(([key, reason]) => ({ id: key.slice(ACKNOWLEDGED.length), reason, path: '' })),
    ]);
}

/** How the guard reports what its properties acknowledge. */
const ACKNOWLEDGED = 'acknowledged ';

/** Whether what CloudFormation would do to a resource is what somebody has acknowledged. */
export function isAcknowledged(danger: Danger, acknowledged: readonly AcknowledgedChange[]): boolean {
  const verdicts = danger.happens === 'removed' ? 'Removed|Orphaned' : 'Replaced|Unknown';
  return acknowledged.some(
    ({ id, path }) =>
      id === `${GUARD}::Removed[${danger.logicalId}]` ||
      id === `${GUARD}::Orphaned[${danger.logicalId}]` ||
      (path !== '' && path === danger.constructPath && new RegExp(`^${GUARD}::(${verdicts})(\\[|$)`).test(id)),
  );
}
