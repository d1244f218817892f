import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { list, objectsIn, resourcesOf, type HouseRule, type Subject } from './template';

const ALARMS = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'];

const RUNBOOK = new Set(anchorsIn(readFileSync(join(__dirname, '../../../docs/runbook.md'), 'utf8')));

/** Rules about alarms: each calls somebody and tells them what to do. */
export const ALARM_RULES: readonly HouseRule[] = [
  {
    name: 'alarm-has-action',
    broken: (subject) =>
      resourcesOf(subject, ...ALARMS)
        .filter(({ properties }) => list(properties.AlarmActions).length === 0)
        .map(({ logicalId }) => ({ logicalId, message: 'does nothing when it fires' })),
  },
  {
    name: 'alarm-has-runbook',
    broken: (subject) =>
      resourcesOf(subject, ...ALARMS)
        .filter(({ properties }) => !onlyScales(subject, properties.AlarmActions))
        .map(({ logicalId, properties }) => ({ logicalId, anchor: anchorOf(properties.AlarmDescription) }))
        .filter(({ anchor }) => anchor === undefined || !RUNBOOK.has(anchor))
        .map(({ logicalId, anchor }) => ({ logicalId, message: `docs/runbook.md has no heading #${anchor ?? ''}` })),
  },
];

/** The anchors of a document's headings, as GitHub forms them. */
export function anchorsIn(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-'),
  );
}

function anchorOf(description: unknown): string | undefined {
  return /Runbook: \S+#([\w-]+)/.exec(JSON.stringify(description ?? ''))?.[1];
}

/** An alarm that only moves a scaling policy calls nobody, so nobody needs to be told what to do. */
function onlyScales({ template }: Subject, actions: unknown): boolean {
  const referred = [...objectsIn(actions)].map(({ Ref: id }) => template.Resources?.[String(id)]?.Type);
  return referred.length > 0 && referred.every((type) => type === 'AWS::ApplicationAutoScaling::ScalingPolicy');
}
