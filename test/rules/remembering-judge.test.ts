import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, type AppProps, type IPolicyValidationPlugin, type PolicyViolation } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { acknowledge } from '../../lib/private/acknowledge';
import { judge } from '../../tools/rules/judged-app';
import { RememberingJudge } from '../../tools/rules/judges';

/** A judge that does not like queues, and counts how often it is asked. */
class QueueHater implements IPolicyValidationPlugin {
  public readonly name = 'Queue Hater';
  public asked = 0;

  public validate({ stackTemplates }: Parameters<IPolicyValidationPlugin['validate']>[0]): {
    success: boolean;
    violations: PolicyViolation[];
  } {
    this.asked += 1;
    const violatingResources = stackTemplates.map(({ stackConstructPath }) => ({
      constructPath: `${stackConstructPath}/Queue/Resource`,
      locations: [],
    }));
    return { success: false, violations: [{ ruleName: 'no-queue', description: 'A queue', violatingResources }] };
  }
}

function app(retention?: string): (props: AppProps) => App {
  return (props) => {
    const root = new App(props);
    for (const id of ['One', 'Other']) {
      const stack = new Stack(root, id, { description: retention });
      const queue = new sqs.Queue(stack, 'Queue');
      if (id === 'One') acknowledge(queue, 'It is a good one', 'Queue-Hater::no-queue');
    }
    return root;
  };
}

describe('RememberingJudge', () => {
  test('asks once for each template, and applies acknowledgements every time', () => {
    const hater = new QueueHater();
    const remembering = new RememberingJudge(hater);
    const verdicts = [judge(app(), [remembering]), judge(app(), [remembering])];
    expect(hater.asked).toBe(2);
    for (const { findings } of verdicts) {
      expect(findings.map(({ constructPath, acknowledged }) => [constructPath, acknowledged?.at])).toEqual([
        ['Other/Queue/Resource', undefined],
        ['One/Queue/Resource', 'One/Queue'],
      ]);
    }
    judge(app('changed'), [remembering]);
    expect(hater.asked).toBe(4);
  });

  test('shares what it remembers with other processes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'verdicts-'));
    const hater = new QueueHater();
    judge(app(), [new RememberingJudge(hater, folder)]);
    const { findings } = judge(app(), [new RememberingJudge(hater, folder)]);
    expect(hater.asked).toBe(2);
    expect(findings).toHaveLength(2);
    rmSync(folder, { recursive: true });
  });

  test('counts as failed when a judge crashes', () => {
    const crashing = { name: 'Broken', validate: () => JSON.parse('{') as never };
    expect(() => judge(app(), [crashing])).toThrow("Validation plugin 'Broken' failed: ");
  });
});
