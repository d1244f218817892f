import { createHash } from 'node:crypto';
import { SUBJECTS, type Subject } from './subjects';

/** Subjects in the order in which they are tried, each as often as it weighs. */
const ROUND = SUBJECTS.flatMap((subject) => Array.from({ length: subject.weight }, () => subject));

/** The construct that a seed tries. The seed alone decides, so that it is enough to repeat a set. */
export function subjectOf(seed: number): Subject {
  return ROUND[((seed % ROUND.length) + ROUND.length) % ROUND.length];
}

/** The seed of the random numbers of a set. Seeds that follow each other give numbers that resemble each other. */
export function mixed(seed: number): number {
  return createHash('sha256').update(String(seed)).digest().readInt32LE();
}
