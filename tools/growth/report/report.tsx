import { createHash } from 'node:crypto';
import { render } from 'preact-render-to-string';
import type { Model } from '../../review/model/model';
import type { Plan } from '../plan';
import { Architectures } from './architectures';
import { Blocked } from './blocked';
import { Checks } from './checks';
import { DRAWING_THEME } from './colours';
import { Costs } from './costs';
import { Steps } from './steps';
import { STYLE } from './style';
import { Summary } from './summary';
import { Tiers } from './tiers';

/**
 * A plan as one page: HTML that needs no network, no font, no script and no other file, and is the same bytes for the same plan.
 *
 * What comes from templates is escaped; should something slip through all the same, the page's own policy keeps a browser from
 * running or loading it.
 *
 * @param plan What `--json` prints.
 * @param before The assembly that is deployed.
 * @param after The assembly afterwards.
 */
export function reportHtml(plan: Plan, before: Model, after: Model): string {
  return `<!doctype html>\n${render(<Page plan={plan} before={before} after={after} />)}\n`;
}

/** Allows this page's own style, and nothing else. */
const POLICY = `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

function Page({ plan, before, after }: { plan: Plan; before: Model; after: Model }) {
  const verdict = plan.blocked > 0 ? `Blocked (${plan.blocked})` : 'Safe';
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${verdict}: growth plan from ${plan.from.name} to ${plan.to.name}`}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <a class="skip" href="#main">
          To the plan
        </a>
        <Summary plan={plan} />
        <main id="main">
          <Blocked plan={plan} />
          <Architectures plan={plan} before={before} after={after} theme={DRAWING_THEME} />
          <Steps plan={plan} />
          <Costs plan={plan} />
          <Tiers plan={plan} />
          <Checks plan={plan} />
        </main>
        <footer>
          <p>
            Made by <code>{`ztm plan ${plan.from.name} ${plan.to.name} --html`}</code>, from templates alone. The same
            figures for programs: <code>--json</code>.
          </p>
        </footer>
      </body>
    </html>
  );
}
