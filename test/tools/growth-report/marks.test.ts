import { Verdict } from '../../../lib/growth/verdict';
import { marksOf } from '../../../tools/growth/report/marks';
import { change, planWith } from '../../../tools/pages/growth-report/example-plan';
import type { Graph, Node } from '../../../tools/review/diagram/graph';
import { NARROW } from '../../../tools/review/diagram/grid';
import { drawing } from '../../../tools/review/diagram/svg';
import { LIGHT } from '../../../tools/review/diagram/theme';

const graph = (...nodes: readonly Node[]): Graph => ({
  region: 'eu-west-1',
  network: 'VPC',
  zones: [],
  tiers: [],
  nodes,
  edges: [],
});

const node = (id: string, text: string, rest: Partial<Node> = {}): Node => ({
  id: `stack#${id}`,
  kind: 'table',
  place: 'regional',
  title: id,
  text,
  ...rest,
});

const NOTHING = planWith([]);

describe('the marks of two drawings', () => {
  test('point out what is new, changed and removed, each on its side', () => {
    const { before, after, changes } = marksOf(
      NOTHING,
      graph(node('Old', 'a'), node('Kept', 'b'), node('Web', '1 task')),
      graph(node('Kept', 'b'), node('Web', '2 tasks'), node('New', 'c')),
    );
    expect([...before]).toEqual([['stack#Old', 'removed']]);
    expect([...after]).toEqual([
      ['stack#Web', 'changed'],
      ['stack#New', 'new'],
    ]);
    expect(changes).toEqual([
      { mark: 'changed', title: 'Web', before: '1 task', after: '2 tasks' },
      { mark: 'new', title: 'New', before: '', after: 'c' },
      { mark: 'removed', title: 'Old', before: 'a', after: '' },
    ]);
  });

  test('point out members of a cluster that come and go', () => {
    const cluster = (...titles: readonly string[]) =>
      graph(node('Cluster', '', { parts: titles.map((title) => ({ title, text: '' })) }));
    const { before, after } = marksOf(NOTHING, cluster('Writer', 'Reader 1'), cluster('Writer', 'Reader 2'));
    expect([...before]).toEqual([['stack#Cluster/Reader 1', 'removed']]);
    expect([...after]).toEqual([['stack#Cluster/Reader 2', 'new']]);
  });

  test('point out, on both sides, what is replaced under the same name', () => {
    const replaced = change({
      label: 'Sessions',
      resourceType: 'AWS::DynamoDB::Table',
      tier: 'data',
      verdict: Verdict.REPLACED,
      stackName: 'stack',
      logicalId: 'Sessions',
    });
    const same = graph(node('Sessions', 'table'));
    const { before, after } = marksOf(planWith([replaced]), same, same);
    expect([...before]).toEqual([['stack#Sessions', 'replaced']]);
    expect([...after]).toEqual([['stack#Sessions', 'replaced']]);
  });

  test('say equal changes once', () => {
    const gateways = [1, 2, 3].map((number) => node(`Nat${number}`, 'out', { title: 'NAT gateway' }));
    expect(marksOf(NOTHING, graph(), graph(...gateways)).changes).toEqual([
      { mark: 'new', title: 'NAT gateway × 3', before: '', after: 'out' },
    ]);
  });

  test('are words in the drawing, whose ids differ from those of another one', () => {
    const image = drawing(graph(node('New', 'c')), LIGHT, {
      grid: NARROW,
      prefix: 'after-',
      title: 'After: scale',
      marks: new Map([['stack#New', 'new']]),
    });
    expect(image).toContain('<title id="after-title">After: scale</title>');
    expect(image).toMatch(/<text [^>]*>new<\/text>/);
    expect(image).not.toMatch(/ id="(?!after-)/);
  });
});
