import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from './connect';
import { planOf } from './plan-of';
import { planText } from './plan-text';
import { reportHtml } from './report';
import { readSides } from './side';

/** Options of `ztm plan`. */
export interface PlanOptions {
  readonly json?: boolean;
  readonly html?: string;
  readonly context: Readonly<Record<string, string>>;
  readonly fromContext?: Readonly<Record<string, string>>;
  readonly toContext?: Readonly<Record<string, string>>;
}

/** Runs `ztm plan`; the exit code is 1 when a change is blocked. */
export async function runPlan(from: string, to: string, options: PlanOptions): Promise<0 | 1> {
  const { json, html, context, fromContext, toContext } = options;
  const folder = mkdtempSync(join(tmpdir(), 'ztm-plan-'));
  try {
    const sides = await readSides(from, to, {
      context,
      own: { from: fromContext, to: toContext },
      folder,
      cloudFormation: connect,
    });
    const plan = planOf(...sides);
    if (html !== undefined) writeFileSync(html, reportHtml(plan, sides[0].model, sides[1].model));
    console.log(json ? JSON.stringify(plan, undefined, 2) : planText(plan));
    return plan.blocked > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
