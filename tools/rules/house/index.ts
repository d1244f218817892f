import type { Finding } from '../report';
import { ALARM_RULES } from './alarms';
import { PERMISSIONS } from './permissions';
import { REACHABILITY } from './reachability';
import { SECRETS_RULES } from './secrets';
import { STATE } from './state';
import { STRUCTURE } from './structure';
import type { HouseRule, Subject } from './template';

export type { HouseRule, Subject, TemplateDocument } from './template';

/** Every rule of our own about templates: what CONTRIBUTING.md and docs/adr promise of them. */
export const HOUSE_RULES: readonly HouseRule[] = [
  ...STRUCTURE,
  ...REACHABILITY,
  ...PERMISSIONS,
  ...SECRETS_RULES,
  ...ALARM_RULES,
  ...STATE,
];

/** What a template breaks. */
export function houseFindings(stack: string, subject: Subject): Finding[] {
  return HOUSE_RULES.flatMap((rule) =>
    rule.broken(subject).map(({ logicalId, message }) => ({
      judge: 'House rules',
      rule: rule.name,
      constructPath: pathOf(subject, logicalId) ?? [stack, logicalId].filter(Boolean).join('/'),
      description: message,
    })),
  );
}

function pathOf({ template }: Subject, logicalId: string | undefined): string | undefined {
  const path = template.Resources?.[logicalId ?? '']?.Metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path : undefined;
}
