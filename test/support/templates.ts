import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** One resource of a template, as far as tests look into it. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DeletionPolicy?: string;
}

/** Every stack of an app, by its name. */
export function stacksOf(app: App): Map<string, Stack> {
  const stacks = app.node.findAll().filter((node): node is Stack => Stack.isStack(node));
  return new Map(stacks.map((stack) => [stack.stackName, stack]));
}

/** The templates of every stack of an app, by the stack's name. */
export function templatesOf(app: App): Map<string, Template> {
  return new Map([...stacksOf(app)].map(([name, stack]) => [name, Template.fromStack(stack)]));
}

/** The resources of a template, by logical id. */
export function resourcesOf(template: Template): Record<string, Resource> {
  return (template.toJSON() as { Resources?: Record<string, Resource> }).Resources ?? {};
}
