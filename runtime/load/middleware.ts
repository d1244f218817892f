import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { LoadEnvironment } from '../../lib/contract/load-metric';
import { LoadPublisher } from './publisher';
import { measuredTask, type MeasuredTask } from './subject';

/** Options of `loadMetric`. What is not given comes from the environment that the constructs give to a task. */
export interface LoadMetricOptions {
  /**
   * Requests per second that a task is rated for.
   *
   * @default - the variable `RATED_REQUESTS_PER_SECOND`
   */
  readonly ratedRequestsPerSecond?: number;

  /**
   * Path of health checks, which are not counted.
   *
   * @default - the variable `HEALTH_CHECK_PATH`
   */
  readonly healthCheckPath?: string;

  /**
   * Processes of a task that share its requests, such as the workers of `node:cluster`: each of them publishes, and is rated for
   * its share.
   *
   * @default 1
   */
  readonly processes?: number;

  /**
   * Environment to read.
   *
   * @default process.env
   */
  readonly environment?: Readonly<Record<string, string | undefined>>;

  /**
   * Takes each line of log.
   *
   * @default - writes to the standard output
   */
  readonly write?: (line: string) => void;
}

/** What of a fastify instance is used. */
export interface FastifyLike {
  addHook(
    name: 'onRequest',
    hook: (request: { readonly raw: IncomingMessage }, reply: unknown, done: () => void) => void,
  ): unknown;
}

/** A plugin of fastify that counts the requests of the whole app, not only of the plugin's own scope. */
export type FastifyLoadPlugin = (instance: FastifyLike, options: unknown, done: (error?: Error) => void) => void;

/** Middleware for express, connect and what is like them, and for Node's own server and fastify. */
export interface LoadMiddleware {
  (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void;

  /** Counts the requests of a listener of `http.createServer`. */
  listener(handler: RequestListener): RequestListener;

  /** Counts the requests of a fastify app: `app.register(load.fastify)`. */
  readonly fastify: FastifyLoadPlugin;

  /** Publishes what was counted since the last period at once. This happens by itself when the process exits. */
  close(): void;
}

/**
 * Publishes the load of this task, which `Scaling.onLoad` follows: every ten seconds, one line of log on the standard output, that
 * CloudWatch makes a datapoint of the metric `ZeroToMillions/LoadPerTask` of. Its value is the number of requests that arrived in a
 * second, over those that the task is rated for. Health checks are not counted.
 *
 * Outside of a task, where the environment says nothing about it, it says so once in the log and does nothing. A request is counted
 * once, also where the middleware is used twice.
 *
 * @example
 * const load = loadMetric();
 * express().use(load); // or: createServer(load.listener(handler)), or: fastify().register(load.fastify)
 *
 * @param options What differs from the environment of the task.
 */
export function loadMetric(options: LoadMetricOptions = {}): LoadMiddleware {
  const publisher = publisherOf(options);
  const counted = new WeakSet<IncomingMessage>();
  const count = (request: IncomingMessage): void => {
    if (!publisher || counted.has(request)) return;
    counted.add(request);
    publisher.count(request);
  };
  const middleware = (request: IncomingMessage, _response: ServerResponse, next: (error?: unknown) => void): void => {
    count(request);
    next();
  };
  return Object.assign(middleware, {
    listener:
      (handler: RequestListener): RequestListener =>
      (request, response) => {
        count(request);
        return handler(request, response);
      },
    fastify: fastifyPlugin(count),
    close: () => publisher?.close(),
  });
}

function publisherOf(options: LoadMetricOptions): LoadPublisher | undefined {
  const environment = { ...(options.environment ?? process.env) };
  if (options.ratedRequestsPerSecond !== undefined) {
    environment[LoadEnvironment.RATED_REQUESTS] = String(options.ratedRequestsPerSecond);
  }
  const found = measuredTask(environment);
  if ('problems' in found) {
    console.warn(`the load of this task is not published: ${found.problems.join('; ')}`);
    return undefined;
  }
  const task: MeasuredTask = {
    ...found.task,
    ratedRequestsPerSecond: found.task.ratedRequestsPerSecond / (options.processes ?? 1),
    healthCheckPath: options.healthCheckPath ?? found.task.healthCheckPath,
  };
  const publisher = new LoadPublisher(task, { write: options.write ?? ((line) => void process.stdout.write(line)) });
  // Not on SIGTERM: a listener of it would take the default away, which ends the process.
  process.once('exit', () => publisher.close());
  return publisher;
}

function fastifyPlugin(count: (request: IncomingMessage) => void): FastifyLoadPlugin {
  const plugin: FastifyLoadPlugin = (instance, _options, done) => {
    instance.addHook('onRequest', ({ raw }, _reply, next) => {
      count(raw);
      next();
    });
    done();
  };
  // What fastify-plugin does: the hook holds for the whole app.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}
