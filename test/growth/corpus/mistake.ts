import { App, type Stack } from 'aws-cdk-lib';
import { judge } from '../../../lib/growth/judge';
import type { ResourceVerdict, StackTemplate, Template } from '../../../lib/growth/verdict';

/** A change that cost somebody a database, a night or an upgrade. */
export interface Mistake {
  /** Where they tell it. */
  readonly link: string;
  /** What they did. */
  readonly story: string;
  readonly before: (app: App) => void;
  readonly after: (app: App) => void;
  /** Verdicts by the path of the construct: `VERDICT`, with `blocks` where it does. */
  readonly verdicts: Readonly<Record<string, string>>;
  /** Part of the reason that would have told them. */
  readonly reason?: string;
}

/** What the guard says about a mistake. */
export function judged({ before, after }: Mistake): ResourceVerdict[] {
  return judge(synthesize(before), synthesize(after));
}

function synthesize(build: (app: App) => void): StackTemplate[] {
  const app = new App({ analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
  build(app);
  return app.synth().stacks.map((artifact) => ({
    stackName: artifact.stackName,
    region: artifact.environment.region === 'unknown-region' ? 'unknown' : artifact.environment.region,
    template: artifact.template as Template,
  }));
}

/** Overrides a property of a resource, as one writes it in a template. */
export function override(stack: Stack, path: string, property: string, value: unknown): void {
  const resource = stack.node.findChild(path).node.defaultChild as unknown as {
    addPropertyOverride(path: string, value: unknown): void;
  };
  resource.addPropertyOverride(property, value);
}
