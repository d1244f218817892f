import { WEB, WORKER } from '../../../../tools/simulate/defaults';
import { applicationModel } from '../../../../tools/simulate/engine/application';

const web = (overrides = {}) => applicationModel('web', { ...WEB, ...overrides }, 100, 100);
const worker = (objectiveSeconds: number) => applicationModel('worker', { ...WORKER, objectiveSeconds }, 5, 200);

describe('web', () => {
  test('answers what comes within its capacity at once', () => {
    const model = web();
    model.step(0, 50, 100, 0);
    expect(model).toMatchObject({ served: 50, dropped: 0, backlog: 0 });
    expect(model.late[0]).toBeCloseTo(50 * Math.exp(-0.45 * 100 * 0.5), 12);
  });

  test('answers first what came first, and late what waited', () => {
    const model = web();
    model.step(0, 150, 100, 0);
    expect(model).toMatchObject({ served: 100, backlog: 50 });
    model.step(1, 20, 100, 0);
    expect(model).toMatchObject({ served: 70, backlog: 0 });
    // By the second of arrival: fifty of the first, and the tail of its hundred others at full load.
    expect(model.late[0]).toBeCloseTo(50 + 100 * Math.exp(-0.45 * 100 * 0.001), 6);
  });

  test('gives up what waited for ten seconds', () => {
    const model = web();
    model.step(0, 30, 0, 0);
    for (let second = 1; second < 10; second++) model.step(second, 1, 0, 0);
    expect(model).toMatchObject({ dropped: 0, backlog: 39 });
    model.step(10, 0, 0, 0);
    expect(model).toMatchObject({ dropped: 30, backlog: 9 });
    expect(model.late[0]).toBe(30);
    model.step(11, 0, 100, 0);
    expect(model).toMatchObject({ dropped: 1, served: 8, backlog: 0 });
  });

  test('refuses at once what it cannot answer in time, when it sheds', () => {
    const model = web({ sheds: true });
    model.step(0, 150, 100, 0);
    expect(model).toMatchObject({ served: 100, dropped: 50, backlog: 0 });
  });

  test('keeps what may wait, when it sheds with a long objective', () => {
    const model = web({ sheds: true, objectiveSeconds: 2.5 });
    model.step(0, 350, 100, 0);
    expect(model).toMatchObject({ served: 100, dropped: 50, backlog: 200 });
    model.step(1, 0, 100, 0);
    model.step(2, 0, 100, 0);
    expect(model).toMatchObject({ served: 100, backlog: 0 });
    // Those that were refused, and the tail of those that were answered in their own second.
    expect(model.late[0]).toBeCloseTo(50 + 100 * Math.exp(-2.45 * 100 * 0.001), 6);
  });
});

describe('worker', () => {
  test('is late by the age at completion', () => {
    const model = worker(2);
    model.step(0, 15, 5, 0);
    model.step(1, 0, 5, 0);
    expect(model.late[0]).toBe(0);
    model.step(2, 0, 5, 0);
    expect(model).toMatchObject({ served: 5, backlog: 0 });
    expect(model.late[0]).toBe(5);
  });

  test('drops nothing, and what is left past its deadline is late', () => {
    const model = worker(60);
    for (let second = 0; second < 100; second++) model.step(second, 1, 0, 0);
    expect(model).toMatchObject({ served: 0, dropped: 0, backlog: 100 });
    expect(model.finish(100)).toBe(100);
    expect(model.late.reduce((sum, late) => sum + late)).toBe(41);
  });

  test('gets back after the visibility timeout what a dead task worked on, as old as it is', () => {
    const model = worker(20);
    model.step(0, 10, 10, 0);
    model.step(1, 10, 5, 1);
    // One message each 0.2 seconds: one in the hands of the dead task.
    expect(model).toMatchObject({ served: 5, backlog: 4 });
    for (let second = 2; second < 31; second++) model.step(second, 0, 5, 0);
    expect(model.backlog).toBe(0);
    model.step(31, 0, 5, 0);
    expect(model.served).toBe(1);
    expect(model.late[1]).toBe(1);
  });

  test('counts as left what a dead task still holds', () => {
    const model = worker(60);
    model.step(0, 10, 10, 0);
    model.step(1, 1, 0, 1);
    expect(model.finish(2)).toBe(1);
    expect(model.late[1]).toBe(0);
  });
});
