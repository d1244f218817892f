import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../lib/growth/rules';
import type { Rule } from '../../lib/growth/engine/change';
import { statefulTypes } from '../../lib/growth/stateful';
import { Verdict } from '../../lib/growth/verdict';

/** Where the page is that this module renders. */
export const RULES_PAGE = join(__dirname, '..', '..', 'docs', 'growth-rules.md');

/** The page about every rule of the guard. */
export function render(): string {
  const types = [...new Set(RULES.flatMap((rule) => rule.types))].sort();
  const sections = types.map((type) => [
    `## ${type}`,
    RULES.filter((rule) => rule.types.includes(type))
      .map(line)
      .join('\n'),
  ]);
  return (
    [
      '# Rules of the guard',
      `What the guard knows beyond the specification of CloudFormation: ${RULES.length} rules about ${types.length} types. The first one that ` +
        'applies decides. Where none does, the specification does: a create-only property is REPLACED, one that may replace is UNKNOWN, any other is UPDATED. ' +
        'A verdict marked with **blocks** stops the deployment whatever the resource holds; REPLACED, REJECTED and UNKNOWN stop it where the resource holds state.',
      '<!-- Written by `npx tsx test/growth/rules-page.ts`; test/growth/rules.test.ts compares. -->',
      ...sections.flat(),
      '## Types that hold state',
      'From the specification, and from our own list of what it misses. Instances of a cluster and read replicas hold none of their own. Custom resources and ' +
        "third parties' types are taken to hold state, unless they are known to hold none.",
      statefulTypes()
        .map((type) => `- ${type}`)
        .join('\n'),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

function line({ property, when, verdict, blocks, reason, source, interruption }: Rule): string {
  const [link = source] = source.split(' ');
  const cited = link.startsWith('https://') ? `[source](${link})` : 'source: the specification';
  const blocking = blocks || verdict === Verdict.REJECTED ? ', **blocks**' : '';
  const time = interruption
    ? ` (${interruption.kind}, ${interruption.estimated ? 'about' : 'up to'} ${interruption.seconds} s)`
    : '';
  return `- \`${property}\`, ${when.text}: ${verdict}${blocking}${time}. ${reason.charAt(0).toUpperCase()}${reason.slice(1)} (${cited}).`;
}

if (require.main === module) writeFileSync(RULES_PAGE, render());
