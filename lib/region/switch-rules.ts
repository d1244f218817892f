import type { CfnPlan } from 'aws-cdk-lib/aws-arcregionswitch';
import { soundPlan } from './region-model';
import type { RegionSwitchProps } from './region-switch';
import type { RegionSwitchDatabase } from './region-switch-database';
import { blocksOf, MOST_BLOCKS } from './switch-blocks';
import { plannedCapacity, type SwitchTargets } from './switch-targets';
import { brokenObjectiveRules, type RegionPlan } from '../contract/region-plan';
import { MAX_SHARDS } from '../private/names';
import { items, listRule, matches, refuse, shown, within, type Rule } from '../private/validate';

/** Identifiers of RDS: clusters, instances and global databases alike. */
const IDENTIFIER = /^[a-z](?:-?[a-z0-9])*$/;

/** What is wrong with the names of what a switch plan acts on. */
export function targetRules(props: RegionSwitchProps): Rule[] {
  const { plan, shards, services } = props;
  const databases: readonly [string, RegionSwitchDatabase][] = [
    ['', props],
    ...items(shards).map((shard, index): [string, RegionSwitchDatabase] => [`shards[${index}]`, shard]),
  ];
  const each = (rules: (database: RegionSwitchDatabase) => Rule[]) =>
    databases.flatMap(([property, database]) =>
      property === '' ? rules(database) : within(property, rules(database)),
    );
  const rules = [
    ...each(identifierRules),
    ...shardListRules(props),
    listRule('services', services),
    ...serviceRules(items(services)),
  ].filter((rule) => rule !== undefined);
  const model = soundPlan(plan);
  if (rules.length > 0 || !model) return rules;
  return [...each((database) => [kindRule(database, model)]), ...brokenObjectiveRules(model, {}, databases.length)];
}

/** What is wrong with names of services. */
export function serviceRules(services: readonly unknown[]): Rule[] {
  return [
    refuse(
      services.some((service) => typeof service !== 'string' || !/^[\w-]+$/.test(service)),
      `services must hold names of ECS services, got ${shown(services)}; use physical names such as shop-web`,
    ),
  ];
}

/** Refuses a standby that has to be scaled, where nobody has said what. */
export function scaleRule(plan: RegionPlan, { services }: SwitchTargets): Rule {
  return refuse(
    plannedCapacity(plan) === 'scaled' && services.length === 0,
    'services must name what a standby scales, got none; name each ECS service, or use a standbyFactor of 1',
  );
}

/** Refuses more than ARC takes. */
export function blockRule(workflows: readonly CfnPlan.WorkflowProperty[]): Rule {
  const blocks = blocksOf(workflows);
  return refuse(
    blocks > MOST_BLOCKS,
    `services must leave a plan with at most ${MOST_BLOCKS} execution blocks, got ${blocks}; it has one for each that a standby scales and for each shard: use a standbyFactor of 1, which scales none`,
  );
}

function identifierRules({ databaseIdentifier, globalDatabaseIdentifier }: RegionSwitchDatabase): Rule[] {
  const identifier = (property: string, value: string | undefined) =>
    matches(property, value, IDENTIFIER, 'be an identifier of RDS', 'use that of the construct, which is literal');
  return [
    refuse(databaseIdentifier === undefined, 'databaseIdentifier must be given, got undefined; name what is promoted'),
    identifier('databaseIdentifier', databaseIdentifier),
    identifier('globalDatabaseIdentifier', globalDatabaseIdentifier),
  ];
}

function shardListRules({ databaseIdentifier, shards }: RegionSwitchProps): Rule[] {
  const names = [databaseIdentifier, ...items(shards).map((shard) => shard.databaseIdentifier)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return [
    listRule('shards', shards),
    refuse(
      names.length > MAX_SHARDS,
      `shards must hold at most ${MAX_SHARDS - 1} databases beside the first, got ${names.length - 1}; there are no more shards than that`,
    ),
    refuse(
      twice !== undefined,
      `shards must name each database once, got ${shown(twice)} twice; each shard is one of its own`,
    ),
  ];
}

function kindRule({ globalDatabaseIdentifier }: RegionSwitchDatabase, { database }: RegionPlan): Rule {
  const isAurora = database === 'aurora-postgres';
  return refuse(
    isAurora !== (globalDatabaseIdentifier !== undefined),
    `globalDatabaseIdentifier must be ${isAurora ? 'given with Aurora' : 'left out with plain RDS'}, got ${shown(globalDatabaseIdentifier)}; the plan says ${database}`,
  );
}
