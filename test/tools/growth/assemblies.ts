import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, NestedStack, Stack } from 'aws-cdk-lib';

/** A folder for a test, which goes with it. */
export const folder = mkdtempSync(join(tmpdir(), 'growth-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TABLE = {
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
};

type Fill = (stack: Stack) => void;

/** An assembly of stacks. */
export function assembly(stacks: Readonly<Record<string, Fill>>, context: object = {}): string {
  const app = new App({
    analyticsReporting: false,
    outdir: mkdtempSync(join(folder, 'out-')),
    context: {
      'aws:cdk:enable-asset-metadata': true,
      'aws:cdk:enable-path-metadata': true,
      '@aws-cdk/core:failSynthOnValidationErrors': false,
      ...context,
    },
  });
  for (const [name, fill] of Object.entries(stacks)) fill(new Stack(app, name, { env: { region: 'eu-west-1' } }));
  return app.synth().directory;
}

export function resource(
  stack: Stack,
  id: string,
  type: string,
  properties: Record<string, unknown> = {},
): CfnResource {
  return new CfnResource(stack, id, { type, properties });
}

export function table(stack: Stack, id = 'Carts', key = 'id'): CfnResource {
  return resource(stack, id, 'AWS::DynamoDB::Table', {
    ...TABLE,
    KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
  });
}

export function nested(stack: Stack, fill: Fill): void {
  fill(new NestedStack(stack, 'Inner'));
}
