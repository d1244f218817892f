import { Duration, Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Capacity, DeploymentStrategy, GrowthStage, Nat, TaskSize } from '../../../lib';
import { choice, type Choice } from '../../input/choice';
import { grows, type Growth } from '../growth';

/** Durations of some seconds. */
export function seconds(...counts: readonly number[]): Growth {
  return grows(...counts.map((count) => choice(`Duration.seconds(${count})`, () => Duration.seconds(count))));
}

/** Durations of some days. */
export function days(...counts: readonly number[]): Growth {
  return grows(...counts.map((count) => choice(`Duration.days(${count})`, () => Duration.days(count))));
}

/** Sizes in gibibytes. */
export function gibibytes(...counts: readonly number[]): Growth {
  return grows(...counts.map((count) => choice(`Size.gibibytes(${count})`, () => Size.gibibytes(count))));
}

/** Sizes in mebibytes. */
export function mebibytes(...counts: readonly number[]): Growth {
  return grows(...counts.map((count) => choice(`Size.mebibytes(${count})`, () => Size.mebibytes(count))));
}

/** Instance types. */
export function instances(...names: readonly string[]): Growth {
  return grows(...names.map((name) => choice(`new InstanceType('${name}')`, () => new ec2.InstanceType(name))));
}

/** Versions of an engine. */
export function versions<T extends object>(owner: T, ownerName: string, ...names: (keyof T & string)[]): Growth {
  return grows(...names.map((name): Choice => choice(`${ownerName}.${name}`, () => owner[name])));
}

/** How values of a type grow, by its full name. Every way to make one is here. */
export const BY_TYPE: Readonly<Record<string, Growth>> = {
  'zero-to-millions.GrowthStage': grows(
    choice('GrowthStage.LAUNCH', () => GrowthStage.LAUNCH),
    choice('GrowthStage.GROWTH', () => GrowthStage.GROWTH),
    choice('GrowthStage.SCALE', () => GrowthStage.SCALE),
    choice('GrowthStage.GLOBAL', () => GrowthStage.GLOBAL),
  ),
  'zero-to-millions.Nat': grows(
    choice('Nat.instance()', () => Nat.instance()),
    choice("Nat.instance(new InstanceType('c7gn.medium'))", () => Nat.instance(new ec2.InstanceType('c7gn.medium'))),
    choice('Nat.gateway()', () => Nat.gateway()),
    choice('Nat.gatewayPerZone()', () => Nat.gatewayPerZone()),
  ),
  'zero-to-millions.TaskSize': grows(
    choice('TaskSize.of(256, 1024)', () => TaskSize.of(256, 1024)),
    choice('TaskSize.SMALL', () => TaskSize.SMALL),
    choice('TaskSize.MEDIUM', () => TaskSize.MEDIUM),
    choice('TaskSize.LARGE', () => TaskSize.LARGE),
    choice('TaskSize.XLARGE', () => TaskSize.XLARGE),
  ),
  // From the cheapest to the safest.
  'zero-to-millions.Capacity': grows(
    choice('Capacity.spotAboveMinimum()', () => Capacity.spotAboveMinimum()),
    choice('Capacity.spotAbove(4)', () => Capacity.spotAbove(4)),
    choice('Capacity.onDemand()', () => Capacity.onDemand()),
  ),
  'zero-to-millions.DeploymentStrategy': grows(
    choice('DeploymentStrategy.rolling()', () => DeploymentStrategy.rolling()),
    choice('DeploymentStrategy.blueGreen()', () => DeploymentStrategy.blueGreen()),
    choice('DeploymentStrategy.blueGreen({ bakeTime: Duration.hours(1) })', () =>
      DeploymentStrategy.blueGreen({ bakeTime: Duration.hours(1) }),
    ),
  ),
};
