import { Token } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { IConstruct } from 'constructs';
import type { AuroraDatabaseOptions, AuroraDatabaseProps } from './aurora-database';
import { databaseOptionRules, databaseRules, MOST_READERS } from './database-rules';
import type { ReaderAutoscaling } from './reader-scaling';
import {
  durationBetween,
  numberBetween,
  refuse,
  shown,
  trueOrFalse,
  wholeNumber,
  type Rule,
} from '../private/validate';

/** The least minor version of each major one. */
export type MinorVersions = Readonly<Record<string, number>>;

/** What an AuroraDatabase is made with, defaults included. */
export interface AuroraSettings {
  /** Least capacity of each instance. */
  readonly minCapacity: number;
  /** Most capacity of each instance. */
  readonly maxCapacity: number;
  /** Declared readers. */
  readonly readers: number;
  /** How their number follows their load, if it does. */
  readonly readerAutoscaling?: ReaderAutoscaling;
  /** Version of the engine. */
  readonly version: rds.AuroraPostgresEngineVersion;
}

/**
 * Least minor version of each major one that Serverless v2 runs
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.ServerlessV2.html).
 */
const SERVERLESS_FROM: MinorVersions = { '13': 6, '14': 3, '15': 2, '16': 1 };

/** Least minor version of each major one that can scale to zero. */
const PAUSES_FROM: MinorVersions = { '13': 15, '14': 12, '15': 7, '16': 3 };

/** The version that is deployed unless another one is asked for. */
export const DEFAULT_VERSION = rds.AuroraPostgresEngineVersion.VER_17_7;

/** Fills the defaults in. */
export function auroraSettings(options: AuroraDatabaseOptions): AuroraSettings {
  return {
    minCapacity: options.minCapacity ?? 0.5,
    maxCapacity: options.maxCapacity ?? 16,
    readers: options.readers ?? 1,
    readerAutoscaling: options.readerAutoscaling,
    version: options.engineVersion ?? DEFAULT_VERSION,
  };
}

/** What Aurora Serverless v2 refuses, some of it only hours after the deployment, or never in words. */
export function auroraRules(database: IConstruct, props: AuroraDatabaseProps): Rule[] {
  return [...databaseRules(database, props), ...auroraOptionRules(props)];
}

/** What it refuses of what can be chosen, wherever the database is. */
export function auroraOptionRules(options: AuroraDatabaseOptions): Rule[] {
  const { minCapacity, maxCapacity, readers, version } = auroraSettings(options);
  return [
    ...databaseOptionRules(options),
    versionRule(version),
    ...capacityRules(minCapacity, maxCapacity),
    ...(minCapacity === 0 ? pauseRules(options, version) : []),
    refuse(
      options.autoPauseAfter !== undefined && minCapacity > 0,
      `autoPauseAfter must come with minCapacity 0, got minCapacity ${minCapacity}; a database with a minimum above 0 never pauses`,
    ),
    trueOrFalse('ioOptimized', options.ioOptimized),
    ...(options.readerAutoscaling ? scalingRules(options.readerAutoscaling, readers) : []),
  ];
}

/** Serverless v2 has no older versions, and RDS would choose a minor version that nobody has tried. */
function versionRule(version: rds.AuroraPostgresEngineVersion): Rule {
  const fullVersion: unknown = version.auroraPostgresFullVersion;
  return refuse(
    typeof fullVersion !== 'string' || !(Token.isUnresolved(fullVersion) || isAtLeast(fullVersion, SERVERLESS_FROM)),
    `engineVersion must name a minor version that Serverless v2 runs, 13.6, 14.3, 15.2, 16.1 or later, got ${shown(fullVersion ?? version)}; use a constant such as rds.AuroraPostgresEngineVersion.VER_17_7`,
  );
}

function capacityRules(minCapacity: number, maxCapacity: number): Rule[] {
  return [
    numberBetween('minCapacity', minCapacity, 0, 256, 'a unit is about 2 GiB of memory'),
    numberBetween('maxCapacity', maxCapacity, 1, 256, 'beyond it, divide the data over several databases'),
    ...Object.entries({ minCapacity, maxCapacity }).map(([property, value]) =>
      refuse(value % 0.5 > 0, `${property} must be a multiple of 0.5, got ${value}; round it`),
    ),
    refuse(
      minCapacity > maxCapacity,
      `minCapacity must be at most maxCapacity, got ${minCapacity} with ${maxCapacity}; lower one or raise the other`,
    ),
  ];
}

/** What keeps a database awake although it may scale to zero, and is therefore paid for without a word. */
function pauseRules(props: AuroraDatabaseOptions, version: rds.AuroraPostgresEngineVersion): Rule[] {
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
      !isAtLeast(version.auroraPostgresFullVersion, PAUSES_FROM),
      `engineVersion must be 13.15, 14.12, 15.7, 16.3 or later with minCapacity 0, got ${version.auroraPostgresFullVersion}; raise one of them`,
    ),
    durationBetween(
      'autoPauseAfter',
      props.autoPauseAfter,
      'seconds',
      300,
      86_400,
      'Aurora pauses after 5 minutes at the earliest and a day at the latest',
    ),
  ];
}

export function isAtLeast(fullVersion: string, least: MinorVersions): boolean {
  const [major = '', minor] = fullVersion.split('.');
  return minor !== undefined && (Number(major) > 16 || Number(minor) >= (least[major] ?? Infinity));
}

function scalingRules(scaling: ReaderAutoscaling, readers: number): Rule[] {
  const { maxReaders, minReaders = readers } = scaling;
  return [
    refuse(
      readers < 1,
      `readers must be at least 1 with readerAutoscaling, got ${readers}; readers that scaling added are unknown to the stack, and one that is known keeps the reader host answering`,
    ),
    wholeNumber('readerAutoscaling.maxReaders', maxReaders, 1, MOST_READERS, 'one writer feeds no more'),
    wholeNumber('readerAutoscaling.minReaders', minReaders, 0, MOST_READERS, 'one writer feeds no more'),
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
