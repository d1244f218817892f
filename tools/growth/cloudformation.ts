/** A change set as CloudFormation describes it, as far as a check reads it; all pages in one. */
export interface ChangeSet {
  readonly status: string;
  readonly reason?: string;
  readonly changes: readonly ResourceChange[];
}

/** One change of a change set: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html */
export interface ResourceChange {
  readonly Action?: string;
  readonly LogicalResourceId?: string;
  readonly ResourceType?: string;
  readonly Replacement?: string;
  readonly PolicyAction?: string;
  readonly ChangeSetId?: string;
  readonly Details?: readonly ResourceChangeDetail[];
}

/** Why a resource changes. */
export interface ResourceChangeDetail {
  readonly ChangeSource?: string;
  readonly CausingEntity?: string;
  readonly Evaluation?: string;
  readonly Target?: {
    readonly Attribute?: string;
    readonly Name?: string;
    readonly Path?: string;
    readonly RequiresRecreation?: string;
  };
}

/** A stack in the account. */
export interface DeployedStack {
  /** ARN: `arn:aws:cloudformation:eu-west-1:123456789012:stack/orders/…`. */
  readonly id: string;
  readonly status: string;
  readonly parameters: readonly string[];
  readonly terminationProtection: boolean;
}

/** What a change set is to be made of. */
export interface ChangeSetRequest {
  readonly region?: string;
  readonly stackName: string;
  readonly name: string;
  /** The template, or where it was uploaded to. */
  readonly templateBody?: string;
  readonly templateUrl?: string;
  /** Parameters that keep the value they have. */
  readonly parameters: readonly string[];
  readonly includeNestedStacks: boolean;
}

/** What the commands need of AWS; tests have their own. */
export interface CloudFormationApi {
  /** The stack, or nothing when there is none. */
  describeStack(region: string | undefined, stackName: string): Promise<DeployedStack | undefined>;
  /** The template as it was submitted. */
  getTemplate(region: string | undefined, stackName: string): Promise<string>;
  createChangeSet(request: ChangeSetRequest): Promise<void>;
  /** The change set with all its pages; of a nested one, by its ARN. */
  describeChangeSet(region: string | undefined, stackName: string, name: string): Promise<ChangeSet>;
  deleteChangeSet(region: string | undefined, stackName: string, name: string): Promise<void>;
  setStackPolicy(region: string | undefined, stackName: string, policy: string): Promise<void>;
  /** Uploads a template that is too big to be sent to the bucket that the assembly names, and says where it is. */
  uploadTemplate(region: string | undefined, place: string, body: string): Promise<string>;
}
