import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnElement, Stack, Stage, Token, type IPolicyValidationContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { UNKNOWN_REGION } from './baseline';
import type { StackTemplate, Template, TemplateResource } from './verdict';

/** A stack as it has just been synthesized. */
export interface SynthesizedStack extends StackTemplate {
  readonly constructPath: string;
  readonly templatePath: string;
}

/** The stacks that a plugin is to judge, nested ones included; the resources of all know the paths of their constructs. */
export function stacksIn({ appConstruct, stackTemplates }: IPolicyValidationContext): SynthesizedStack[] {
  const judged = new Set(stackTemplates.map(({ templatePath }) => templatePath));
  return appConstruct.node
    .findAll()
    .filter((construct): construct is Stack => Stack.isStack(construct))
    .filter((stack) => judged.has(templatePathOf(outermost(stack))))
    .map(readStack);
}

function readStack(stack: Stack): SynthesizedStack {
  const { region, account, terminationProtection } = outermost(stack);
  const templatePath = templatePathOf(stack);
  const template = JSON.parse(readFileSync(templatePath, 'utf8')) as Template;
  return {
    stackName: nameOf(stack),
    region: Token.isUnresolved(region) ? UNKNOWN_REGION : region,
    account: Token.isUnresolved(account) ? undefined : account,
    terminationProtection,
    template: withPaths(template, stack),
    constructPath: stack.node.path,
    templatePath,
  };
}

/** The name of a nested stack is only known when it is deployed: it is the parent's, and the resource that makes it. */
function nameOf(stack: Stack): string {
  const { nestedStackParent: parent, nestedStackResource: resource } = stack;
  if (!parent || !resource) return stack.stackName;
  const { logicalId } = resource;
  return `${nameOf(parent)}/${String(stack.resolve(logicalId))}`;
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent ? outermost(stack.nestedStackParent) : stack;
}

function templatePathOf(stack: Stack): string {
  return join(Stage.of(stack)?.outdir ?? '', stack.templateFile);
}

/** The CLI switches paths in templates on; other ways to synthesize leave them out. */
function withPaths(template: Template, stack: Stack): Template {
  const paths = new Map(
    elementsOf(stack).map((element): [string, string] => [String(stack.resolve(element.logicalId)), element.node.path]),
  );
  const entries = Object.entries(template.Resources ?? {}).map(([logicalId, resource]): [string, TemplateResource] => [
    logicalId,
    { ...resource, Metadata: { ...resource.Metadata, 'aws:cdk:path': paths.get(logicalId) } },
  ]);
  return { ...template, Resources: Object.fromEntries(entries) };
}

function elementsOf(scope: IConstruct): CfnElement[] {
  return scope.node.children.flatMap((child) => [
    ...(CfnElement.isCfnElement(child) ? [child] : []),
    // What is below another stack is not in this one's template.
    ...(Stack.isStack(child) ? [] : elementsOf(child)),
  ]);
}
