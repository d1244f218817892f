import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetPolicyCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueueDemandMetric } from '../../../lib/contract/queue-demand';
import { check, checkOnce, differs, ofEach, unless } from '../check';
import type { DeployedResource, Deployment } from '../deployment';

/** Functions: who calls them, and what they do when they really run. */
export const HANDLER_CHECKS = [
  check('each rule calls a function that exists and lets this rule in, or tells another region', async (deployment) =>
    ofEach(rulesThatCall(deployment), async ({ path, region, physicalId }) => {
      const { events } = deployment.in(region);
      const name = physicalId.split('/').pop();
      const { Arn: arn = '', State } = await events.send(new DescribeRuleCommand({ Name: name }));
      const { Targets: targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: name }));
      const called = targets
        .filter(({ Arn = '' }) => !isDefaultBus(deployment, Arn))
        .map((target) => functionAt(deployment, target.Arn));
      return [
        ...differs(`${path}: its state`, State, 'ENABLED'),
        ...unless(targets.length > 0 && !called.includes(undefined), `${path} calls a function that does not exist`),
        ...(await ofEach(called, async (resource) =>
          unless(await lets(deployment, resource, arn), `${resource?.path} does not let ${path} call it`),
        )),
      ];
    }),
  ),

  checkOnce(
    'the rotation function lets Secrets Manager call it for both secrets, and refuses what nobody started',
    async (deployment) => {
      const handler = deployment.at('AWS::Lambda::Function', '/Rotation/Handler/Function');
      const secrets = ['/AdminSecret', '/AppSecret'].map((path) => deployment.at('AWS::SecretsManager::Secret', path));
      const [secret] = secrets;
      const token = '00000000-0000-0000-0000-000000000000';
      const answer = await invoke(deployment, handler, {
        Step: 'createSecret',
        SecretId: secret?.physicalId,
        ClientRequestToken: token,
      });
      return [
        ...(await ofEach(secrets, async ({ path, physicalId }) =>
          unless(
            await lets(deployment, handler, physicalId),
            `${handler.path} does not let Secrets Manager rotate ${path}`,
          ),
        )),
        ...unless(
          answer.failed &&
            answer.payload.includes(`version ${token} of secret`) &&
            answer.payload.includes('is not staged'),
          `${handler.path} answers ${answer.payload}`,
        ),
      ];
    },
  ),

  check('the redeployment function redeploys a service with what its rule sends', async (deployment) =>
    ofEach(
      rulesThatCall(deployment).filter(({ properties }) => properties.EventPattern),
      async ({ path, region, physicalId }) => {
        const { events } = deployment.in(region);
        const { Targets: [target] = [] } = await events.send(
          new ListTargetsByRuleCommand({ Rule: physicalId.split('/').pop() }),
        );
        if (isDefaultBus(deployment, target?.Arn ?? '')) return [];
        const handler = functionAt(deployment, target?.Arn);
        if (!handler || !target?.Input) return [`${path} has no function or no input`];
        const answer = await invoke(deployment, handler, JSON.parse(target.Input));
        return unless(!answer.failed, `${handler.path} answers ${answer.payload} to ${target.Input}`);
      },
    ),
  ),

  check('the demand function publishes the demand of each worker', async (deployment) => {
    const handler = deployment.at('AWS::Lambda::Function', '/QueueDemand/Handler/Function');
    const workers = deployment.some('AWS::ECS::Service').filter(({ path }) => path.includes('/Workers/'));
    // It goes on for a minute; what it publishes first is enough.
    const minute = invoke(deployment, handler, { time: new Date().toISOString() }).catch((error: unknown) => ({
      failed: true,
      payload: String(error),
    }));
    const published = await waitForMetrics(deployment, workers.length, minute);
    return differs(
      'the workers whose demand is published',
      published,
      workers.map(({ properties }) => String(properties.ServiceName)).sort(),
    );
  }),
];

/** Those without a target are counted for an alarm. */
function rulesThatCall(deployment: Deployment): DeployedResource[] {
  return deployment.some('AWS::Events::Rule').filter(({ properties }) => properties.Targets);
}

const PATIENCE_MS = 20_000;

/** Services whose demand the function has published, once there are enough of them or it has failed. */
async function waitForMetrics(
  deployment: Deployment,
  count: number,
  invocation: Promise<{ failed: boolean; payload: string }>,
): Promise<string[]> {
  const end = Date.now() + PATIENCE_MS;
  let failure: string | undefined;
  void invocation.then(({ failed, payload }) => (failure = failed ? payload : undefined));
  for (;;) {
    const { Metrics: metrics = [] } = await deployment.home.cloudwatch.send(
      new ListMetricsCommand({
        Namespace: QueueDemandMetric.NAMESPACE,
        MetricName: QueueDemandMetric.DESIRED_TASKS,
      }),
    );
    const found = metrics.map(({ Dimensions = [] }) =>
      [QueueDemandMetric.DEPLOYMENT, QueueDemandMetric.SERVICE]
        .map((dimension) => Dimensions.find(({ Name }) => Name === dimension)?.Value)
        .join('-'),
    );
    const workers = [...new Set(found)].sort();
    if (workers.length >= count) return workers;
    if (failure !== undefined) throw new Error(`the demand function answers ${failure}`);
    if (Date.now() > end) return workers;
    await sleep(500);
  }
}

/** Runs a function, and says whether it failed and with what. */
async function invoke(
  deployment: Deployment,
  { region, physicalId }: DeployedResource,
  event: unknown,
): Promise<{ failed: boolean; payload: string }> {
  const { FunctionError, Payload } = await deployment
    .in(region)
    .lambda.send(new InvokeCommand({ FunctionName: physicalId, Payload: JSON.stringify(event) }));
  return { failed: FunctionError !== undefined, payload: Buffer.from(Payload ?? []).toString() };
}

/** Whether it is the bus that each region has. */
function isDefaultBus(deployment: Deployment, arn: string): boolean {
  const [, , service, region = ''] = arn.split(':');
  return service === 'events' && arn.endsWith(':event-bus/default') && deployment.everyRegion.includes(region);
}

function functionAt(deployment: Deployment, arn = ''): DeployedResource | undefined {
  return deployment.all('AWS::Lambda::Function').find(({ physicalId }) => arn.endsWith(`:function:${physicalId}`));
}

/** Whether the policy of a function lets a source in. */
async function lets(deployment: Deployment, handler: DeployedResource | undefined, source: string): Promise<boolean> {
  if (!handler) return false;
  const { Policy } = await deployment
    .in(handler.region)
    .lambda.send(new GetPolicyCommand({ FunctionName: handler.physicalId }))
    .catch(() => ({ Policy: undefined }));
  return Policy?.includes(`"${source}"`) ?? false;
}
