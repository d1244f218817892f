import type { Stack, TemplateDocument } from '../../../tools/review/model/assembly';
import type { ResourceDefinition } from '../../../tools/support/template';
import { Model } from '../../../tools/review/model/model';
import type { Row, Section, SectionMaker } from '../../../tools/review/section';

/** A stack named `test` in Ireland, made by hand. */
export function stackOf(resources: Record<string, ResourceDefinition>, rest: Partial<Stack> = {}): Stack {
  return {
    name: 'test',
    path: 'test',
    region: 'eu-west-1',
    terminationProtection: false,
    acknowledgements: [],
    template: { Resources: resources },
    ...rest,
  };
}

/** The model of one stack. */
export function modelOf(resources: Record<string, ResourceDefinition>, template: TemplateDocument = {}): Model {
  return new Model([stackOf(resources, { template: { ...template, Resources: resources } })]);
}

/** What a section says about resources. */
export function sectionOf(make: SectionMaker, resources: Record<string, ResourceDefinition>): Section {
  return make(modelOf(resources));
}

/** The rows of a section's table. */
export function rowsOf(section: Section, id: string): readonly Row[] {
  const table = section.tables.find((candidate) => candidate.id === id);
  if (!table) throw new Error(`no table ${id}`);
  return table.rows;
}

/** A resource of a type. */
export function resource(Type: string, Properties: Record<string, unknown> = {}): ResourceDefinition {
  return { Type, Properties };
}
