import type * as rds from 'aws-cdk-lib/aws-rds';
import type { AuroraDatabaseProps } from './aurora-database';
import { databaseRules, MOST_READERS } from './database-rules';
import type { ReaderAutoscaling } from './reader-scaling';
import { numberBetween, refuse, wholeNumber, type Rule } from '../private/validate';

/** What an AuroraDatabase is made with, defaults included. */
export interface AuroraSettings {
  /** Least capacity of each instance. */
  readonly minCapacity: number;
  /** Most capacity of each instance. */
  readonly maxCapacity: number;
  /** Declared readers. */
  readonly readers: number;
  /** Version of the engine. */
  readonly version: rds.AuroraPostgresEngineVersion;
}

/** Least minor version of each major one that can scale to zero. */
const PAUSES_FROM: Readonly<Record<string, number>> = { '13': 15, '14': 12, '15': 7, '16': 3 };

/** What Aurora Serverless v2 refuses, some of it only hours after the deployment, or never in words. */
export function auroraRules(props: AuroraDatabaseProps, settings: AuroraSettings): Rule[] {
  const { minCapacity, maxCapacity, readers } = settings;
  return [
    ...databaseRules(props),
    ...capacityRules(minCapacity, maxCapacity),
    ...(minCapacity === 0 ? pauseRules(props, settings.version) : []),
    refuse(
      props.autoPauseAfter !== undefined && minCapacity > 0,
      `autoPauseAfter must come with minCapacity 0, got minCapacity ${minCapacity}; a database with a minimum above 0 never pauses`,
    ),
    ...(props.readerAutoscaling ? scalingRules(props.readerAutoscaling, readers) : []),
  ];
}

function capacityRules(minCapacity: number, maxCapacity: number): Rule[] {
  return [
    numberBetween('minCapacity', minCapacity, 0, 256, 'a unit is about 2 GiB of memory'),
    numberBetween('maxCapacity', maxCapacity, 1, 256, 'beyond it, divide the data over several databases'),
    ...Object.entries({ minCapacity, maxCapacity }).map(([property, value]) =>
      refuse(!Number.isInteger(value * 2), `${property} must be a multiple of 0.5, got ${value}; round it`),
    ),
    refuse(
      minCapacity > maxCapacity,
      `minCapacity must be at most maxCapacity, got ${minCapacity} with ${maxCapacity}; lower one or raise the other`,
    ),
  ];
}

/** What keeps a database awake although it may scale to zero, and is therefore paid for without a word. */
function pauseRules(props: AuroraDatabaseProps, version: rds.AuroraPostgresEngineVersion): Rule[] {
  return [
    refuse(
      props.proxy === true,
      'minCapacity must be at least 0.5 with a proxy, got 0; a proxy holds connections open, so the database would never pause',
    ),
    refuse(
      props.parameters?.['rds.logical_replication'] === '1',
      'minCapacity must be at least 0.5 with logical replication, got 0; it keeps the database awake, so raise minCapacity or leave rds.logical_replication out',
    ),
    refuse(
      !canPause(version.auroraPostgresFullVersion),
      `engineVersion must be 13.15, 14.12, 15.7, 16.3 or later with minCapacity 0, got ${version.auroraPostgresFullVersion}; raise one of them`,
    ),
    wholeNumber(
      'autoPauseAfter in seconds',
      props.autoPauseAfter?.toSeconds(),
      300,
      86_400,
      'Aurora pauses after 5 minutes at the earliest and a day at the latest',
    ),
  ];
}

function canPause(fullVersion: string): boolean {
  const [major = '', minor = '0'] = fullVersion.split('.');
  return Number(major) > 16 || Number(minor) >= (PAUSES_FROM[major] ?? Infinity);
}

function scalingRules(scaling: ReaderAutoscaling, readers: number): Rule[] {
  const { maxReaders, minReaders = readers } = scaling;
  return [
    refuse(
      readers < 1,
      `readers must be at least 1 with readerAutoscaling, got ${readers}; readers that scaling added are unknown to the stack, and one that is known keeps the reader host answering`,
    ),
    wholeNumber('readerAutoscaling.maxReaders', maxReaders, 1, MOST_READERS, 'one writer feeds no more'),
    refuse(
      maxReaders < readers,
      `readerAutoscaling.maxReaders must be at least readers, got ${maxReaders} with ${readers}; raise it, declared readers count`,
    ),
    refuse(
      minReaders < readers,
      `readerAutoscaling.minReaders must be at least readers, got ${minReaders} with ${readers}; declared readers are never removed by scaling, lower readers instead`,
    ),
    refuse(
      minReaders > maxReaders,
      `readerAutoscaling.minReaders must be at most maxReaders, got ${minReaders} with ${maxReaders}; lower one or raise the other`,
    ),
    numberBetween(
      'readerAutoscaling.targetCpuPercent',
      scaling.targetCpuPercent,
      10,
      90,
      'below, scaling never settles, and above, it comes too late',
    ),
  ];
}
