import type { ChangeSet, CloudFormationApi, DeployedStack, ResourceChange } from '../../../tools/growth/cloudformation';

/** What AWS has recorded of one stack. */
export interface Recorded {
  readonly status?: string;
  readonly template: object;
  readonly parameters?: readonly string[];
  /** What DescribeChangeSet answers, one after the other; the last one again and again. */
  readonly answers?: readonly Partial<ChangeSet>[];
  readonly nested?: Readonly<Record<string, readonly ResourceChange[]>>;
}

/** CloudFormation that answers what was recorded, and remembers what it was asked. */
export class RecordedCloudFormation implements CloudFormationApi {
  public readonly asked: string[] = [];
  public readonly policies = new Map<string, string>();
  private readonly looks = new Map<string, number>();

  constructor(private readonly stacks: Readonly<Record<string, Recorded>>) {}

  public describeStack(_region: string | undefined, stackName: string): Promise<DeployedStack | undefined> {
    const recorded = this.stacks[stackName];
    return Promise.resolve(
      recorded && {
        id: `arn:aws:cloudformation:eu-west-1:111111111111:stack/${stackName}/1`,
        status: recorded.status ?? 'UPDATE_COMPLETE',
        parameters: recorded.parameters ?? [],
        terminationProtection: false,
      },
    );
  }

  public getTemplate(_region: string | undefined, stackName: string): Promise<string> {
    return Promise.resolve(JSON.stringify(this.stacks[stackName].template));
  }

  public createChangeSet(request: Parameters<CloudFormationApi['createChangeSet']>[0]): Promise<void> {
    const { stackName, templateUrl, parameters, includeNestedStacks } = request;
    this.asked.push(
      `create ${stackName} from ${templateUrl ?? 'body'}${includeNestedStacks ? ' with nested stacks' : ''}${parameters.length > 0 ? ` keeping ${parameters.join()}` : ''}`,
    );
    return Promise.resolve();
  }

  public describeChangeSet(_region: string | undefined, stackName: string, name: string): Promise<ChangeSet> {
    const root = this.stacks[stackName.split('/')[0]];
    if (name.startsWith('arn:')) {
      return Promise.resolve({ status: 'CREATE_COMPLETE', changes: root.nested?.[name] ?? [] });
    }
    const look = this.looks.get(stackName) ?? 0;
    this.looks.set(stackName, look + 1);
    const { answers = [] } = root;
    return Promise.resolve({ status: 'CREATE_COMPLETE', changes: [], ...(answers[look] ?? answers.at(-1)) });
  }

  public deleteChangeSet(_region: string | undefined, stackName: string): Promise<void> {
    this.asked.push(`delete ${stackName}`);
    return Promise.resolve();
  }

  public setStackPolicy(_region: string | undefined, stackName: string, policy: string): Promise<void> {
    this.policies.set(stackName, policy);
    return Promise.resolve();
  }

  public uploadTemplate(_region: string | undefined, place: string): Promise<string> {
    this.asked.push(`upload ${place}`);
    return Promise.resolve(place.replace(/^s3:\/\/([^/]+)/, 'https://$1.s3.eu-west-1.amazonaws.com'));
  }
}
