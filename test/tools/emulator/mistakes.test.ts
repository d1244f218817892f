import { CHECKS } from '../../../tools/emulator/checks';
import { LOSS_MISTAKES } from '../../../tools/emulator/loss-mistakes';
import {
  MISTAKES,
  plant,
  type EditableResource,
  type EditableTemplate,
  type Mistake,
} from '../../../tools/emulator/mistakes';
import { buildShop } from '../../../bin/shop';
import { resourcesOf, templatesOf } from '../../support/templates';
import { testApp } from '../../support/test-app';

/** Templates of the reference app with the paths of constructs, which a deployment has. */
function templates(): EditableTemplate[] {
  const app = testApp({ context: { 'aws:cdk:enable-path-metadata': true } });
  buildShop(app);
  return [...templatesOf(app).values()].map((template) => ({
    Resources: structuredClone(resourcesOf(template)) as Record<string, EditableResource>,
  }));
}

describe('planted mistakes', () => {
  const reference = templates();
  const all: readonly Mistake[] = [...MISTAKES, ...LOSS_MISTAKES];

  test('are ten at least, each of another kind', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(10);
  });

  test.each(all)('can be made in the reference app: $name', (mistake) => {
    const changed = structuredClone(reference).filter((template) => {
      try {
        return plant(mistake, template) !== '';
      } catch {
        return false;
      }
    });
    expect(changed).toHaveLength(1);
  });

  test.each(all.filter(({ foundBy }) => foundBy))('are looked for by a check that there is: $name', ({ foundBy }) => {
    expect(CHECKS.map(({ name }) => name)).toContain(foundBy);
  });

  test('are refused where their construct is not', () => {
    expect(() => plant(LOSS_MISTAKES[0], { Resources: {} })).toThrow(
      'the template has no AWS::DynamoDB::GlobalTable at /Sessions/Table',
    );
  });
});
