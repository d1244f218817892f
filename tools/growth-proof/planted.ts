import type { StackTemplate, TemplateResource } from '../../lib/growth/verdict';

/** A violation that is planted into what an upward step leads to, to see that the proof can fail. */
export interface Violation {
  readonly name: string;
  readonly plant: (stacks: StackTemplate[]) => StackTemplate[];
  /** The end of the path, or the type, of what has to be blocked. */
  readonly blocked: RegExp;
}

/** Each would lose data, and none of them changes more than one thing. */
export const VIOLATIONS: readonly Violation[] = [
  {
    name: 'a table with another name',
    plant: edit('AWS::DynamoDB::GlobalTable', (table) => replaceText(table, 'sessions-g1', 'sessions-g2')),
    blocked: /Sessions\/Table/,
  },
  {
    name: 'a bucket that is gone',
    plant: (stacks) => stacks.map((stack) => without(stack, /Objects\/Bucket\/Bucket/)),
    blocked: /Objects\/Bucket/,
  },
  {
    name: 'a database with another key',
    plant: edit('AWS::RDS::DBCluster', (cluster) => ({
      ...cluster,
      Properties: { ...cluster.Properties, KmsKeyId: 'arn:aws:kms:eu-west-1:111111111111:key/another' },
    })),
    blocked: /Database\/Cluster/,
  },
  {
    name: 'a table whose construct has moved',
    plant: (stacks) => stacks.map((stack) => renamed(stack, 'AWS::DynamoDB::GlobalTable', 'Orders')),
    blocked: /Sessions\/Table/,
  },
  {
    name: 'a stack that is gone',
    plant: (stacks) => stacks.filter(({ stackName }) => !stackName.startsWith('shop-data-')),
    blocked: /Database\/Cluster/,
  },
];

function edit(type: string, change: (resource: TemplateResource) => TemplateResource): Violation['plant'] {
  return (stacks) =>
    stacks.map((stack) =>
      withResources(stack, (entries) =>
        entries.map(([id, resource]) => [id, resource.Type === type ? change(resource) : resource]),
      ),
    );
}

function without(stack: StackTemplate, path: RegExp): StackTemplate {
  return withResources(stack, (entries) =>
    entries.filter(([, { Metadata }]) => !path.test(String(Metadata?.['aws:cdk:path']))),
  );
}

function renamed(stack: StackTemplate, type: string, id: string): StackTemplate {
  return withResources(stack, (entries) =>
    entries.map(([key, resource]) => [resource.Type === type ? id : key, resource]),
  );
}

type Entries = readonly (readonly [string, TemplateResource])[];

function withResources(stack: StackTemplate, change: (entries: Entries) => Entries): StackTemplate {
  const Resources = Object.fromEntries(change(Object.entries(stack.template.Resources ?? {})));
  return { ...stack, template: { ...stack.template, Resources } };
}

function replaceText(resource: TemplateResource, from: string, to: string): TemplateResource {
  return JSON.parse(JSON.stringify(resource).replaceAll(from, to)) as TemplateResource;
}
