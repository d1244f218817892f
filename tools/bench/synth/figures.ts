import type { Sample } from './measure';

/** What is said of each sample, in this order. */
export const FIGURES = ['wall, s', 'CPU, s', 'constructs and synthesis alone, s', 'peak memory, MiB'] as const;

/** The figures of a sample, as text. */
export function figures({ wall, cpu, work, memory }: Sample): string[] {
  return [seconds(wall), seconds(cpu), seconds(work), memory.toFixed(0)];
}

export function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}
