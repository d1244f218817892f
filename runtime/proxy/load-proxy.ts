import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoadPublisher } from '../load/publisher';
import type { MeasuredTask } from '../load/subject';
import { connectTo, type Application } from './application';
import { forward } from './forward';
import { FailureLog } from './log';
import type { ProxySettings } from './settings';
import { forwardUpgrade } from './upgrade';

/** What a load balancer lets through: 16 kilobytes a line, 64 kilobytes in all. */
const MAX_HEADER_SIZE = 64 * 1024;

/** How long connections are told to end before they are: what was sent meanwhile is still answered. */
const NOTICE = 1000;

/** What a proxy needs of the world. */
export interface ProxyOptions {
  /** Takes lines of log, with their ends. */
  readonly write: (line: string) => void;
}

/** Stands before an application of any language, passes everything on, and publishes what arrives as the load of the task. */
export class LoadProxy {
  private readonly server: Server;
  private readonly application: Application;
  private readonly log: FailureLog;
  private readonly load: LoadPublisher;
  private readonly sockets = new Set<Socket>();
  private draining = false;

  constructor(
    private readonly settings: ProxySettings,
    task: MeasuredTask,
    { write }: ProxyOptions,
  ) {
    this.log = new FailureLog(write);
    this.load = new LoadPublisher(task, { write });
    this.application = connectTo(settings.applicationPort, settings.timeoutSeconds, MAX_HEADER_SIZE);
    this.server = createServer({
      keepAliveTimeout: settings.timeoutSeconds * 1000,
      // However long an upload takes: the load balancer watches over it.
      requestTimeout: 0,
      maxHeaderSize: MAX_HEADER_SIZE,
    });
    this.serve();
  }

  /** Starts to listen, and says at which port. */
  public async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.settings.port, () => resolve());
    });
    return (this.server.address() as AddressInfo).port;
  }

  /**
   * Stops: tells every connection to end with its next answer, then takes no new ones, and waits for what is open for as
   * long as the settings say.
   */
  public async drain(): Promise<void> {
    this.draining = true;
    const closed = sleep(Math.min(NOTICE, this.settings.drainSeconds * 1000)).then(
      () => new Promise<void>((resolve) => this.server.close(() => resolve())),
    );
    const limit = sleep(this.settings.drainSeconds * 1000, undefined, { ref: false });
    await Promise.race([closed, limit]);
    this.sockets.forEach((socket) => socket.destroy());
    await closed;
    await this.application.connections.destroy();
    this.load.close();
  }

  private serve(): void {
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    this.server.on('request', (request, response) => {
      this.load.count(request);
      if (this.draining) response.shouldKeepAlive = false;
      forward(request, response, this.application, this.log);
    });
    this.server.on('upgrade', (request, socket, head) => {
      this.load.count(request);
      forwardUpgrade(request, socket, head, this.application, this.log);
    });
  }
}
