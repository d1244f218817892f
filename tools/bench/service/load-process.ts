import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { PHOTO } from '../../cluster/visitors';
import { Random } from '../../simulate/random';
import type { Job, Kind, Outcome } from './plan';

/** Milliseconds until a client gives up. */
const PATIENCE = 10_000;

/** What each in five requests of a mix is. */
const MIX: readonly Kind[] = ['cached', 'database', 'post', 'cached', 'database'];

// Nobody waits for a connection: that would make the load follow the service.
const agent = new Agent({ connections: null, headersTimeout: PATIENCE, bodyTimeout: PATIENCE });

/** A process of its own, so that nothing else that goes on holds its clock up. It does one job after another. */
async function run(job: Job): Promise<Outcome> {
  const milliseconds: number[] = [];
  let failures = 0;
  let made = 0;
  const start = performance.now();
  const end = start + job.seconds * 1000;
  const make = async (due: number) => {
    try {
      await ask(job, made++);
      milliseconds.push(performance.now() - due);
    } catch {
      failures++;
    }
  };
  if ('clients' in job.load) {
    const client = async () => {
      while (performance.now() < end) await make(performance.now());
    };
    await Promise.all(Array.from({ length: job.load.clients }, client));
  } else {
    await openLoop(job.load.perSecond, start, end, make);
  }
  return { milliseconds, failures, seconds: (performance.now() - start) / 1000 };
}

/** Arrivals of people who do not know of each other (Poisson). Latency counts from the moment at which a request was due. */
async function openLoop(perSecond: number, start: number, end: number, make: (due: number) => Promise<void>) {
  const random = new Random(1, 'bench:service');
  const requests: Promise<void>[] = [];
  const next = (due: number) => due + random.exponential(1000 / perSecond);
  for (let due = next(start); due < end; due = next(due)) {
    while (performance.now() < due) await sleep(1);
    requests.push(make(due));
  }
  await Promise.all(requests);
}

/** Makes a request. A photo is called by the time at which it is posted. */
async function ask({ urls, people, kind }: Job, index: number): Promise<void> {
  const { name, token } = people[index % people.length];
  const authorization = `Bearer ${token}`;
  const url = urls[index % urls.length];
  const one = kind === 'mix' ? MIX[index % MIX.length] : kind;
  const { statusCode, body } = await (one === 'post'
    ? request(`${url}/photos?caption=${Date.now()}`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'image/png', 'idempotency-key': randomUUID() },
        body: PHOTO,
        dispatcher: agent,
      })
    : request(`${url}/feeds/${name}`, {
        headers: { authorization, ...(one === 'database' && { 'cache-control': 'no-cache' }) },
        dispatcher: agent,
      }));
  await body.text();
  if (statusCode !== (one === 'post' ? 201 : 200)) throw new Error(`status ${statusCode}`);
}

process.on('message', (job: Job) => {
  void run(job).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
