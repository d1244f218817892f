import type { Rule } from '../engine/change';
import { RDS_RULES } from './rds';

/** Every rule, in the order in which they are tried. */
export const RULES: readonly Rule[] = [...RDS_RULES];

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
