import { GLOBAL_DATABASE_RULES } from './global-databases';
import { OTHER_CACHE_RULES } from './cache-others';
import { FILE_RULES } from './files';
import { RDS_IDENTITY_RULES } from './rds-identity';
import type { Rule } from '../engine/change';
import { AURORA_RULES } from './aurora';
import { CACHE_RULES } from './cache';
import { DYNAMODB_RULES } from './dynamodb';
import { KEY_RULES } from './keys';
import { RDS_RULES } from './rds';
import { STACK_RULES } from './stacks';
import { STORAGE_RULES } from './storage';
import { TRAFFIC_RULES } from './traffic';

/** Every rule, in the order in which they are tried. */
export const RULES: readonly Rule[] = [
  ...RDS_RULES,
  ...RDS_IDENTITY_RULES,
  ...AURORA_RULES,
  ...GLOBAL_DATABASE_RULES,
  ...CACHE_RULES,
  ...OTHER_CACHE_RULES,
  ...DYNAMODB_RULES,
  ...STORAGE_RULES,
  ...FILE_RULES,
  ...KEY_RULES,
  ...TRAFFIC_RULES,
  ...STACK_RULES,
];

const byType = new Map<string, Rule[]>();

/** The rules about a type. */
export function rulesOf(type: string): readonly Rule[] {
  let rules = byType.get(type);
  if (!rules) {
    rules = RULES.filter(({ types }) => types.includes(type));
    byType.set(type, rules);
  }
  return rules;
}
