import { InterruptionKind, Verdict } from '../../../lib/growth/verdict';
import { reportHtml } from '../../../tools/growth/report';
import { BLOCKED_CHANGES, change, planWith, SAFE_CHANGES } from '../../../tools/pages/growth-report/example-plan';
import { HOSTILE_NAMES, hostilePlan } from '../../../tools/pages/growth-report/hostile';
import { Model } from '../../../tools/review/model/model';

const EMPTY = new Model([]);
const safe = planWith(SAFE_CHANGES);
const blocked = planWith([...SAFE_CHANGES, ...BLOCKED_CHANGES]);

/** What a reader sees, in a line. */
function textOf(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ');
}

describe('the growth report', () => {
  const html = reportHtml(safe, EMPTY, EMPTY);

  test('says in its title and its first line that a plan is safe', () => {
    expect(html).toContain('<title>Safe: growth plan from launch to scale</title>');
    expect(textOf(html)).toContain('Safe: no data is lost on the way');
    expect(html).not.toContain('id="blocked"');
  });

  test('says how much is blocked, what would happen, and the safe way', () => {
    const text = textOf(reportHtml(blocked, EMPTY, EMPTY));
    expect(text).toContain('Blocked: 2 of 16 changes');
    expect(text).toContain('1 would be replaced by a new, empty one, 1 cannot be judged from the templates.');
    expect(text).toContain('The safe wayAdd a second table with the new key');
  });

  test('is the same bytes for the same plan', () => {
    expect(reportHtml(safe, EMPTY, EMPTY)).toBe(html);
  });

  test('allows its own style, and nothing else to load or run', () => {
    expect(html).toMatch(/content="default-src 'none'; img-src data:; style-src 'sha256-[\w+/]+=*'; base-uri 'none'/);
    expect(html).not.toMatch(/<script|\sstyle=|@import|url\((?!#)/);
  });

  test('escapes what comes from templates, and makes no link of a source that is no address', () => {
    const hostile = reportHtml(hostilePlan(blocked), EMPTY, EMPTY);
    expect(hostile).not.toContain(HOSTILE_NAMES[0]);
    expect(hostile).toContain('&lt;img src=x onerror=alert(1)>');
    expect(hostile).not.toMatch(/<(img|svg) [^>]*on(error|load)=/);
    expect(hostile).not.toContain('href="javascript');
  });

  test('says it when there is no estimate, and when nothing changes', () => {
    const text = textOf(reportHtml(planWith([], { costs: undefined, before: [], after: [] }), EMPTY, EMPTY));
    expect(text).toContain('nothing that holds data is touched');
    expect(text).toContain('There is no estimate for this plan.');
    expect(text).toContain('Nothing in particular.');
  });

  test('shows as many lines as a small chart holds, and the others in one', () => {
    const chart = /<figure class="bars">.*?<\/figure>/s.exec(html)?.[0] ?? '';
    expect(chart.match(/<li>/g)).toHaveLength(9);
    expect(textOf(chart)).toContain('3 smaller lines');
  });

  test('says longer interruptions in minutes, in the order of deployment', () => {
    const long = change({
      label: 'Database/Writer',
      resourceType: 'AWS::RDS::DBInstance',
      tier: 'data',
      verdict: Verdict.INTERRUPTED,
      findings: [
        {
          verdict: Verdict.INTERRUPTED,
          blocks: false,
          property: 'DBInstanceClass',
          reason: 'it is exchanged',
          source: '',
          remedy: '',
          interruption: { kind: InterruptionKind.FAILOVER, seconds: 3725 },
        },
      ],
    });
    const text = textOf(reportHtml(planWith([long]), EMPTY, EMPTY));
    expect(text).toContain('up to 1 h 2 min 5 s Database/Writer: another instance takes over.');
    expect(text).toContain('RDS DB instance, DBInstanceClass. It is exchanged.');
  });
});
