import type { ServiceKind } from './model';

/** Seconds in the life of a task on Fargate: what starts it, what stops it, and who notices. */
export const TASK_TIMES = {
  /** Until Fargate has attached the network interface and begins to pull the image, which is when it begins to bill. */
  billedAfter: 11,
  /** Of a start that do not vary. */
  start: 3,
  /** From running to listening. */
  boot: 5,
  /** From listening until the first health check can pass. */
  firstCheck: 1,
  /** In which a task that begins to serve comes from half to full capacity. */
  warmUp: 15,
  /** Until ECS notices that a task died. */
  noticedAfter: 5,
} as const;

/** Seconds from SIGTERM until a task that has nothing more to do is gone. */
export const STOP_SECONDS: Readonly<Record<ServiceKind, number>> = { web: 2, worker: 10 };
