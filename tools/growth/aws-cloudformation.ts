import {
  ChangeSetNotFoundException,
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  SetStackPolicyCommand,
  type CloudFormationClientConfig,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ChangeSet, ChangeSetRequest, CloudFormationApi, DeployedStack, ResourceChange } from './cloudformation';
import { UserError } from '../support/command-line';

/** What the commands need of AWS, with the credentials of the shell. */
export class AwsCloudFormation implements CloudFormationApi {
  private readonly clients = new Map<string, CloudFormationClient>();

  constructor(
    private readonly options: Pick<CloudFormationClientConfig, 'credentials'> & { readonly endpoint?: string } = {},
  ) {}

  public async describeStack(region: string | undefined, stackName: string): Promise<DeployedStack | undefined> {
    try {
      const { Stacks: [stack] = [] } = await this.client(region).send(
        new DescribeStacksCommand({ StackName: stackName }),
      );
      if (!stack) return undefined;
      return {
        id: stack.StackId ?? '',
        status: stack.StackStatus ?? '',
        parameters: (stack.Parameters ?? []).flatMap(({ ParameterKey }) => (ParameterKey ? [ParameterKey] : [])),
        terminationProtection: stack.EnableTerminationProtection === true,
      };
    } catch (error) {
      if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
      throw explained(error);
    }
  }

  public async getTemplate(region: string | undefined, stackName: string): Promise<string> {
    const answer = await this.client(region)
      .send(new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Original' }))
      .catch(fail);
    return answer.TemplateBody ?? '';
  }

  public async createChangeSet(request: ChangeSetRequest): Promise<void> {
    await this.client(request.region)
      .send(
        new CreateChangeSetCommand({
          StackName: request.stackName,
          ChangeSetName: request.name,
          ChangeSetType: 'UPDATE',
          Description: 'Made by ztm deploy-check, which deletes it',
          TemplateBody: request.templateBody,
          TemplateURL: request.templateUrl,
          Parameters: request.parameters.map((key) => ({ ParameterKey: key, UsePreviousValue: true })),
          Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
          IncludeNestedStacks: request.includeNestedStacks,
        }),
      )
      .catch(fail);
  }

  public async describeChangeSet(region: string | undefined, stackName: string, name: string): Promise<ChangeSet> {
    const changes: ResourceChange[] = [];
    let token: string | undefined;
    for (;;) {
      const page = await this.client(region)
        .send(
          new DescribeChangeSetCommand({
            // The name of a nested change set is an ARN, which stands for its stack as well.
            ...(name.startsWith('arn:') ? {} : { StackName: stackName }),
            ChangeSetName: name,
            NextToken: token,
          }),
        )
        .catch(fail);
      changes.push(...(page.Changes ?? []).flatMap(({ ResourceChange: change }) => (change ? [change] : [])));
      token = page.NextToken;
      if (!token) return { status: page.Status ?? '', reason: page.StatusReason, changes };
    }
  }

  public async deleteChangeSet(region: string | undefined, stackName: string, name: string): Promise<void> {
    try {
      await this.client(region).send(new DeleteChangeSetCommand({ StackName: stackName, ChangeSetName: name }));
    } catch (error) {
      if (!(error instanceof ChangeSetNotFoundException)) throw explained(error);
    }
  }

  public async setStackPolicy(region: string | undefined, stackName: string, policy: string): Promise<void> {
    await this.client(region)
      .send(new SetStackPolicyCommand({ StackName: stackName, StackPolicyBody: policy }))
      .catch(fail);
  }

  public async uploadTemplate(region: string | undefined, place: string, body: string): Promise<string> {
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(place) ?? [];
    const { endpoint } = this.options;
    // A bucket is part of the host name, which only AWS resolves.
    const forcePathStyle = endpoint !== undefined;
    const client = new S3Client({ ...this.options, region, forcePathStyle });
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body })).catch(fail);
    const { url } = client.config.endpointProvider({
      Region: await client.config.region(),
      Bucket: bucket,
      Endpoint: endpoint,
      ForcePathStyle: forcePathStyle,
    });
    return `${url.href.replace(/\/$/, '')}/${key}`;
  }

  private client(region: string | undefined): CloudFormationClient {
    const known = this.clients.get(region ?? '');
    if (known) return known;
    const client = new CloudFormationClient({ ...this.options, region });
    this.clients.set(region ?? '', client);
    return client;
  }
}

function fail(error: unknown): never {
  throw explained(error);
}

/** What AWS says is for the user; where credentials are missing, what to do is too. */
function explained(error: unknown): Error {
  const { name, message } = error as Error;
  if (/Credentials|Token/.test(name)) {
    return new UserError(`this needs credentials of AWS, and there are none that work: ${message}`);
  }
  return new UserError(`AWS answers ${name}: ${message}`);
}
