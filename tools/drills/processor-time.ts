import { readFileSync } from 'node:fs';

/** Processor time of this machine since it was started, in its ticks. */
export interface ProcessorTime {
  readonly total: number;
  /** The host of a virtual machine gave its processors to another. */
  readonly stolen: number;
}

/** What the machine has counted so far; nothing where it does not say, as on macOS. */
export function processorTime(file = '/proc/stat'): ProcessorTime | undefined {
  const line = read(file).match(/^cpu +(.+)$/m)?.[1];
  if (line === undefined) return undefined;
  // user, nice, system, idle, iowait, irq, softirq, steal; what follows is part of the first two (man 5 proc_stat).
  const ticks = line.split(' ').map(Number).slice(0, 8);
  return { total: ticks.reduce((sum, each) => sum + each, 0), stolen: ticks[7] ?? 0 };
}

/** The share of processor time that was stolen between two moments, 0 to 1; 0 where the machine does not say. */
export function stolenShare(before: ProcessorTime | undefined, after: ProcessorTime | undefined): number {
  if (before === undefined || after === undefined || after.total <= before.total) return 0;
  return (after.stolen - before.stolen) / (after.total - before.total);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
