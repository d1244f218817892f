import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildShop } from '../../../bin/shop';
import type { Plan } from '../../growth/plan';
import { reportHtml } from '../../growth/report';
import { Model } from '../../review/model/model';
import { run } from '../../support/process';
import { progress } from '../../support/progress';
import type { MadePage, Plant, Subject } from '../subject';
import { BLOCKED_CHANGES, planWith, SAFE_CHANGES } from './example-plan';
import { HOSTILE_NAMES, hostileModel, hostilePlan } from './hostile';

/** The report on a plan of growth. */
export const GROWTH_REPORT: Subject = {
  name: 'growth report',
  make: async (folder) => {
    const [real, before, after] = await Promise.all([
      byCommand(folder),
      shopAt('launch', folder),
      shopAt('scale', folder),
    ]);
    const blocked = planWith([...SAFE_CHANGES, ...BLOCKED_CHANGES]);
    const nothing = planWith([], { costs: undefined, before: [], after: [] });
    const hostile = hostilePlan(blocked);
    return [
      real,
      pageOf('blocked changes', blocked, reportHtml(blocked, before, after)),
      pageOf('nothing changes', nothing, reportHtml(nothing, after, after)),
      {
        ...pageOf('hostile names', hostile, reportHtml(hostile, hostileModel(before), hostileModel(after))),
        texts: HOSTILE_NAMES,
      },
    ];
  },
  plants: [unescaped()],
};

/** The page of the command that people call, beside what it prints for programs. */
async function byCommand(folder: string): Promise<MadePage> {
  const file = join(folder, 'report.html');
  const command = ['--import', 'tsx', 'bin/ztm.ts', 'plan', 'launch', 'scale', '--json', '--html', file];
  const { exitCode, stdout, output } = await run(process.execPath, command);
  if (exitCode > 1 || stdout === '') throw new Error(`ztm plan ended with ${exitCode}:\n${output}`);
  progress('ztm plan launch scale --json --html');
  const page = pageOf('launch to scale', JSON.parse(stdout) as Plan, readFileSync(file, 'utf8'));
  return {
    ...page,
    pictures: [
      { file: 'docs/growth-report.png', width: 1280, height: 1240, scale: 1 },
      { file: 'docs/growth-report-phone.png', width: 360, height: 780, scale: 2 },
    ],
  };
}

/** The reference app at a stage, synthesized in this process. */
function shopAt(stage: string, folder: string): Promise<Model> {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  const outdir = join(folder, stage);
  const app = new App({ outdir, context: { ...context, stage }, performanceReporting: false });
  buildShop(app);
  app.synth();
  progress(`synthesized the reference app at ${stage}`);
  return Promise.resolve(Model.read(outdir));
}

function pageOf(name: string, plan: Plan, html: string): MadePage {
  const blocked = plan.changes.filter((change) => change.blocked);
  return {
    name,
    html,
    json: plan,
    figures: figuresOf(plan),
    texts: [
      ...plan.changes.map(({ label }) => label),
      ...blocked.flatMap(({ findings }) => findings.flatMap(({ reason, remedy }) => [reason, remedy])),
      ...plan.steps.map(({ stackName }) => stackName),
      ...plan.before,
      ...plan.after,
      ...(plan.costs?.unknown ?? []),
    ],
  };
}

/** Every figure of a plan that a reader has to see. */
function figuresOf({ blocked, tiers, steps, costs }: Plan): string[] {
  const known = (at: string, object: object, names: readonly string[]) =>
    names.filter((name) => (object as Record<string, unknown>)[name] !== undefined).map((name) => `${at}/${name}`);
  return [
    ...['UNCHANGED', 'ADDED', 'UPDATED'].map((verdict) => `/verdicts/${verdict}`),
    ...(blocked > 0 ? ['/blocked', '/changes'] : []),
    ...tiers.flatMap((tier, index) =>
      (['added', 'changed', 'removed'] as const)
        .filter((kind) => tier[kind].length > 0)
        .map((kind) => `/tiers/${index}/${kind}`),
    ),
    ...steps.flatMap((step, index) => [
      ...(['added', 'changed', 'removed', 'blocked'] as const)
        .filter((kind) => step[kind] > 0)
        .map((kind) => `/steps/${index}/${kind}`),
      ...step.interruptions.map((_one, position) => `/steps/${index}/interruptions/${position}/seconds`),
    ]),
    ...(costs ? ['/costs/before', '/costs/after', '/costs/after - /costs/before'] : []),
    ...(costs?.lines ?? []).flatMap((line, index) => known(`/costs/lines/${index}`, line, ['before', 'after'])),
  ];
}

/** A name that is markup, as it would look if nobody escaped it. */
function unescaped(): Plant {
  return {
    name: 'a name that was not escaped',
    check: 'nothing runs, and no name becomes markup',
    into: (page) => ({ ...page, html: page.html.replace('</h2>', () => `${HOSTILE_NAMES[0]}</h2>`) }),
  };
}
