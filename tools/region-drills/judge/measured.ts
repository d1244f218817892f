import { RECOVERY_PARTS, type MeasuredParts, type RecoveryPart } from '../../../lib/contract/region-plan/budget';
import type { Step } from '../../../lib/contract/region-plan/steps';

/** When something happened, milliseconds since 1970. */
export interface Moments {
  /** The region was lost. */
  readonly injury: number;
  /** Every place had seen that. */
  readonly detected: number;
  /** Each step of the evacuation, with when it began and when it was done. */
  readonly steps: readonly TimedStep[];
}

export interface TimedStep {
  readonly kind: Step['kind'];
  readonly began: number;
  readonly ended: number;
}

/** Which part of a recovery a step belongs to; what only looks whether things are well belongs to none. */
const PARTS: Readonly<Partial<Record<Step['kind'], RecoveryPart>>> = {
  'raise-floor': 'scale',
  'wait-capacity': 'scale',
  shift: 'route',
  promote: 'promote',
};

/** How long each part of a recovery took, in seconds. */
export function measuredParts({ injury, detected, steps }: Moments): Readonly<Record<RecoveryPart, number>> {
  const began = Math.min(...steps.map((step) => step.began));
  const spent = (part: RecoveryPart) =>
    steps.filter(({ kind }) => PARTS[kind] === part).reduce((sum, step) => sum + step.ended - step.began, 0) / 1000;
  return {
    detect: (detected - injury) / 1000,
    decide: (began - detected) / 1000,
    scale: spent('scale'),
    promote: spent('promote'),
    route: spent('route'),
  };
}

/** The same as figures, which take the places of those of the budget. */
export function figuresOf(parts: Readonly<Record<RecoveryPart, number>>): MeasuredParts {
  return Object.fromEntries(
    RECOVERY_PARTS.map((part) => [
      part,
      {
        seconds: Math.round(parts[part] * 10) / 10,
        basis: 'measured',
        source: '`npm run test:regions`',
        note: 'on one machine',
      },
    ]),
  );
}
