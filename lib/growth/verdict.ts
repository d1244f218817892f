/** A CloudFormation template, as far as the judge reads it. */
export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Rules?: Readonly<Record<string, unknown>>;
  readonly Transform?: unknown;
}

/** A resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: unknown;
  readonly UpdateReplacePolicy?: unknown;
  readonly UpdatePolicy?: unknown;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** An output of a template. */
export interface TemplateOutput {
  readonly Value: unknown;
  readonly Export?: { readonly Name: unknown };
  readonly Condition?: string;
}

/** One stack of an assembly, deployed or about to be. */
export interface StackTemplate {
  readonly stackName: string;
  /** Region, or `unknown` for a stack that does not say. */
  readonly region: string;
  readonly account?: string;
  readonly template: Template;
  /** Whether CloudFormation refuses to delete the stack. Left out: not known, and not judged. */
  readonly terminationProtection?: boolean;
}

/** What a deployment does to a resource, in the order of severity. */
export enum Verdict {
  /** Nothing that is deployed changes. */
  UNCHANGED = 'UNCHANGED',
  /** It is new. */
  ADDED = 'ADDED',
  /** It changes in place, and nobody notices. */
  UPDATED = 'UPDATED',
  /** It changes in place, and is out of reach for a while: `Finding.interruption` says how and for how long. */
  INTERRUPTED = 'INTERRUPTED',
  /** Nobody can tell from the templates. */
  UNKNOWN = 'UNKNOWN',
  /** CloudFormation or the service refuses the change: the deployment fails and rolls back. */
  REJECTED = 'REJECTED',
  /** It stays in the account, but no stack has it any more. */
  ORPHANED = 'ORPHANED',
  /** A new, empty one takes its place. */
  REPLACED = 'REPLACED',
  /** It is deleted. */
  REMOVED = 'REMOVED',
}

/** How a resource is out of reach while it changes. */
export enum InterruptionKind {
  /** Another instance takes over; connections are cut and made again. */
  FAILOVER = 'failover',
  /** The instance restarts. */
  REBOOT = 'reboot',
  /** The instance is exchanged for another size. */
  RESIZE = 'resize',
  /** A new version of the engine is installed. */
  UPGRADE = 'upgrade',
  /** Open connections are cut, and new ones succeed at once. */
  CONNECTIONS = 'connections',
  /** A new resource takes the place of one that holds nothing. */
  EXCHANGE = 'exchange',
}

/** How and for how long a resource is out of reach. */
export interface Interruption {
  readonly kind: InterruptionKind;
  /** The longest that is usual, in seconds. AWS promises no bound. */
  readonly seconds: number;
  /** Set where AWS says that it is out of reach, and not for how long: the figure is ours. */
  readonly estimated?: boolean;
}

/** One reason for a verdict. */
export interface Finding {
  /** What this finding alone would make of the resource. */
  readonly verdict: Verdict;
  /** Whether this finding alone stops the deployment. */
  readonly blocks: boolean;
  /** Path of the property, such as `Properties.KmsKeyId` written `KmsKeyId`, or an attribute such as `DeletionPolicy`; empty for the resource itself. */
  readonly property: string;
  /** Value before, as it stands in the template. */
  readonly before?: unknown;
  /** Value afterwards. */
  readonly after?: unknown;
  /** What happens, and why. */
  readonly reason: string;
  /** Where that is written. */
  readonly source: string;
  /** The safe way to get there. Empty when there is nothing to mend. */
  readonly remedy: string;
  readonly interruption?: Interruption;
}

/** What a deployment does to one resource. */
export interface ResourceVerdict {
  readonly stackName: string;
  readonly region: string;
  readonly account?: string;
  readonly logicalId: string;
  readonly resourceType: string;
  /** Path of the construct, from the template's metadata. */
  readonly constructPath?: string;
  /** Physical name, where the template gives one literally. */
  readonly physicalName?: string;
  /** Whether it holds data that would be lost with it. */
  readonly stateful: boolean;
  /** The severest of the findings. */
  readonly verdict: Verdict;
  /** Whether the change must not be deployed unless somebody acknowledges it. */
  readonly blocked: boolean;
  /** The severest first. Empty for what is unchanged. */
  readonly findings: readonly Finding[];
}
