import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { stacksOf, type AssemblyStack, type TemplateResource } from './assembly';
import { clientsOf, type Clients } from './clients';
import type { Outcome } from './log';
import { keyOf } from './log';

/** A resource as its template defines it, and the id that it got. */
export interface DeployedResource extends TemplateResource {
  readonly physicalId: string;
}

/** An assembly that is deployed to an emulator: where checks start from. */
export class Deployment {
  /** Reads from CloudFormation which resources a deployed assembly has. */
  static async of(
    assembly: string,
    endpoint: string,
    outcomes: readonly Outcome[],
    only?: readonly string[],
  ): Promise<Deployment> {
    const stacks = stacksOf(assembly).filter(({ displayName }) => only?.includes(displayName) ?? true);
    const regions = new Map(stacks.map(({ region }) => [region, clientsOf(endpoint, region)]));
    const resources = await Promise.all(
      stacks.map(async (stack) => {
        const client = regions.get(stack.region)?.cloudformation;
        const described = await client?.send(new DescribeStackResourcesCommand({ StackName: stack.name }));
        const ids = new Map(
          (described?.StackResources ?? []).map((item) => [item.LogicalResourceId, item.PhysicalResourceId ?? '']),
        );
        return stack.resources.map((item) => ({ ...item, physicalId: ids.get(item.logicalId) ?? '' }));
      }),
    );
    return new Deployment(stacks, resources.flat(), outcomes, regions);
  }

  private constructor(
    readonly stacks: readonly AssemblyStack[],
    readonly resources: readonly DeployedResource[],
    /** What the emulator logged of these stacks. */
    readonly outcomes: readonly Outcome[],
    private readonly regions: ReadonlyMap<string, Clients>,
    private readonly whole = resources,
  ) {}

  /** The same with some of its stacks alone. */
  partOf(isOfPart: (stack: AssemblyStack) => boolean): Deployment {
    const stacks = this.stacks.filter(isOfPart);
    const names = new Set(stacks.map(({ name, region }) => `${region} ${name}`));
    const resources = this.resources.filter(({ region, stack }) => names.has(`${region} ${stack}`));
    return new Deployment(stacks, resources, this.outcomes, this.regions, this.whole);
  }

  /** Regions of the whole that it is a part of. */
  get everyRegion(): string[] {
    return [...this.regions.keys()];
  }

  /** Resources of a type, in the whole that it is a part of. */
  anywhere(type: string): DeployedResource[] {
    return this.whole.filter((resource) => resource.type === type);
  }

  /** Clients of the services in a region. */
  in(region: string): Clients {
    const clients = this.regions.get(region);
    if (!clients) throw new Error(`nothing is deployed to ${region}`);
    return clients;
  }

  /** Clients of the services where most is: in the home region. */
  get home(): Clients {
    return this.in(this.homeRegion);
  }

  get homeRegion(): string {
    return this.one('AWS::EC2::VPC').region;
  }

  /** Resources of a type. */
  all(type: string): DeployedResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** Resources of a type, of which there has to be one at least: a check of nothing proves nothing. */
  some(type: string): DeployedResource[] {
    const found = this.all(type);
    if (found.length === 0) throw new Error(`no ${type} is defined`);
    return found;
  }

  /** The only resource of a type. */
  one(type: string): DeployedResource {
    const [found, ...more] = this.some(type);
    if (more.length > 0) throw new Error(`${more.length + 1} of ${type} are defined, one is expected`);
    return found;
  }

  /** The resource of a type at the end of a path. */
  at(type: string, path: string): DeployedResource {
    const found = this.all(type).find((resource) => resource.path.endsWith(path));
    if (!found) throw new Error(`no ${type} is defined at ${path}`);
    return found;
  }

  /** The resource of the same stack that a property refers to: for what the emulator's API does not show again. */
  target({ stack, path }: TemplateResource, reference: unknown): DeployedResource {
    const { Ref: ref, 'Fn::GetAtt': attribute } = reference as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
    const found = this.resources.find((item) => item.stack === stack && item.logicalId === (ref ?? attribute?.[0]));
    if (!found) throw new Error(`${path} refers to ${JSON.stringify(reference)}, which is not defined`);
    return found;
  }

  /** Whether the emulator created a resource, so that its API shows it. */
  isCreated(resource: TemplateResource): boolean {
    const outcome = [...this.outcomes].reverse().find((item) => keyOf(item) === keyOf(resource))?.outcome;
    return outcome === 'native' || outcome === 'extended' || outcome === 'custom';
  }
}
