import * as fc from 'fast-check';
import { judge } from '../../lib/growth/judge';
import { isStateful } from '../../lib/growth/stateful';
import { Verdict, type StackTemplate } from '../../lib/growth/verdict';
import { assembly, resource, resources } from './generators';

/** The same with every object's keys the other way round. */
function reversed(found: unknown): unknown {
  if (Array.isArray(found)) return found.map(reversed);
  if (typeof found !== 'object' || found === null) return found;
  return Object.fromEntries(
    Object.entries(found)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

const runs = { numRuns: 200, seed: 20261122 };

describe('any two templates', () => {
  test('that are the same change nothing', () => {
    fc.assert(
      fc.property(resources, (found) => {
        for (const { verdict, blocked, findings } of judge(assembly(found), assembly(structuredClone(found)))) {
          expect({ verdict, blocked, findings }).toEqual({ verdict: 'UNCHANGED', blocked: false, findings: [] });
        }
      }),
      runs,
    );
  });

  test('of which the second has more, block nothing', () => {
    fc.assert(
      fc.property(resources, fc.dictionary(fc.constantFrom('X', 'Y', 'Z'), resource), (found, more) => {
        const names = new Set(
          judge([], assembly(found)).map(({ physicalName, resourceType }) => `${resourceType} ${physicalName}`),
        );
        const fresh = judge([], assembly({ ...found, ...more })).filter(({ logicalId }) => logicalId in more);
        // A name that is taken already is refused, and is another matter.
        fc.pre(
          fresh.every(
            ({ physicalName, resourceType }) =>
              physicalName === undefined || !names.has(`${resourceType} ${physicalName}`),
          ),
        );
        const verdicts = judge(assembly(found), assembly({ ...found, ...more }));
        expect(verdicts.filter(({ blocked }) => blocked)).toEqual([]);
        expect(verdicts.filter(({ verdict }) => verdict === Verdict.ADDED).map(({ logicalId }) => logicalId)).toEqual(
          Object.keys(more).sort(),
        );
      }),
      runs,
    );
  });

  test('of which the second lacks what holds state, block', () => {
    fc.assert(
      fc.property(resources, resource, (found, one) => {
        fc.pre(isStateful(one));
        const { blocked, verdict } =
          judge(assembly({ ...found, X: one }), assembly(found)).find(({ logicalId }) => logicalId === 'X') ?? {};
        expect(blocked).toBe(true);
        expect(['REMOVED', 'ORPHANED']).toContain(verdict);
      }),
      runs,
    );
  });

  test('are judged the same whatever the order of their keys, and every time', () => {
    fc.assert(
      fc.property(resources, resources, (before, after) => {
        const once = judge(assembly(before), assembly(after));
        expect(judge(assembly(before), assembly(after))).toEqual(once);
        expect(
          judge(reversed(assembly(before)) as StackTemplate[], reversed(assembly(after)) as StackTemplate[]),
        ).toEqual(once);
      }),
      runs,
    );
  });

  test('are judged stack by stack, whatever the order of the stacks', () => {
    fc.assert(
      fc.property(resources, resources, resources, (before, after, other) => {
        const both = [...assembly(before), ...assembly(other, 'other')];
        const then = [...assembly(after), ...assembly(other, 'other')];
        expect(judge([...both].reverse(), then)).toEqual(judge(both, [...then].reverse()));
      }),
      runs,
    );
  });

  test('block where they say why, and what is safe instead', () => {
    fc.assert(
      fc.property(resources, resources, (before, after) => {
        for (const { blocked, findings, verdict } of judge(assembly(before), assembly(after))) {
          expect(blocked).toBe(findings.some((finding) => finding.blocks));
          if (findings.length > 0) expect(findings[0]?.verdict).toBe(verdict);
          for (const finding of findings.filter(({ blocks }) => blocks)) {
            expect(finding.reason).not.toBe('');
            expect(finding.remedy).not.toBe('');
            expect(finding.source).toMatch(/^(https:\/\/|@aws-cdk\/)/);
          }
          if (verdict === Verdict.INTERRUPTED) expect(findings.some(({ interruption }) => interruption)).toBe(true);
        }
      }),
      runs,
    );
  });
});
