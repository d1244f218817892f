import { Capacity, TaskSize } from '../../lib/service';

describe('TaskSize', () => {
  test.each([
    [TaskSize.SMALL, 256, 512],
    [TaskSize.MEDIUM, 512, 1024],
    [TaskSize.LARGE, 1024, 2048],
    [TaskSize.XLARGE, 2048, 4096],
  ])('has a ladder of sizes: %#', (size, cpu, memory) => {
    expect([size.cpu, size.memoryMiB, size._rule()]).toEqual([cpu, memory, undefined]);
  });

  test.each([
    [256, 512],
    [256, 1024],
    [256, 2048],
    [512, 4096],
    [1024, 8192],
    [2048, 5120],
    [4096, 30720],
    [8192, 16384],
    [8192, 61440],
    [16384, 122880],
  ])('takes %i CPU units with %i MiB, which Fargate offers', (cpu, memory) => {
    expect(TaskSize.of(cpu, memory)._rule()).toBeUndefined();
  });

  test('refuses a CPU that Fargate does not offer', () => {
    expect(TaskSize.of(300, 512)._rule()).toBe(
      'size must have a CPU of 256, 512, 1024, 2048, 4096, 8192, 16384 units, got 300 CPU units with 512 MiB; use TaskSize.SMALL, MEDIUM, LARGE or XLARGE, or another pair of Fargate',
    );
  });

  test.each([
    [256, 1536, '512, 1024 or 2048 MiB'],
    [256, 4096, '512, 1024 or 2048 MiB'],
    [512, 512, '1024 to 4096 MiB in steps of 1024'],
    [1024, 2500, '2048 to 8192 MiB in steps of 1024'],
    [8192, 17408, '16384 to 61440 MiB in steps of 4096'],
  ])('refuses %i CPU units with %i MiB', (cpu, memory, range) => {
    expect(TaskSize.of(cpu, memory)._rule()).toBe(
      `size must have ${range} for ${cpu} CPU units, got ${cpu} CPU units with ${memory} MiB; choose memory that Fargate offers for this CPU, or another CPU`,
    );
  });
});

describe('Capacity', () => {
  test('is on demand alone, or Spot above a base on demand', () => {
    expect(Capacity.onDemand()._render(2)).toEqual([{ capacityProvider: 'FARGATE', weight: 1 }]);
    expect(Capacity.spotAbove(3)._render(2)).toEqual([
      { capacityProvider: 'FARGATE', base: 3, weight: 0 },
      { capacityProvider: 'FARGATE_SPOT', weight: 1 },
    ]);
  });

  test('has as many tasks on demand as the service has at least, and one for a worker that sleeps', () => {
    const bases = [0, 1, 3].map((minTasks) => Capacity.spotAboveMinimum()._render(minTasks)[0]?.base);
    expect(bases).toEqual([1, 1, 3]);
    expect(Capacity.spotAboveMinimum()._rules(3, 3)).toEqual([undefined, undefined]);
  });

  test('takes a base that carries the service', () => {
    expect(Capacity.spotAbove(2)._rules(2, 10)).toEqual([undefined, undefined]);
    expect(Capacity.onDemand()._rules(2, 10)).toEqual([undefined, undefined]);
  });

  test('refuses a base below minTasks', () => {
    expect(Capacity.spotAbove(1)._rules(2, 10)).toEqual([
      undefined,
      'capacity.onDemandBase must be at least minTasks, got 1 with minTasks 2; Spot tasks are stopped at short notice, and not replaced while Spot is short',
    ]);
  });

  test('refuses a base above maxTasks', () => {
    expect(Capacity.spotAbove(11)._rules(2, 10)).toEqual([
      'capacity.onDemandBase must be a whole number between 0 and 10, got 11; Spot tasks are stopped at short notice, and not replaced while Spot is short',
      undefined,
    ]);
  });
});
