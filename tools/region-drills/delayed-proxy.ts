import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { HOST } from '../cluster/process/ports';

/** A line between two regions: what is sent over it arrives later, and it can be cut. What is under way when it is cut is lost. */
export class DelayedProxy {
  private readonly server = createServer((client) => this.connect(client));
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private further = 0;

  /**
   * @param target Port that it leads to.
   * @param delayMilliseconds How long everything takes, each way.
   */
  public constructor(
    private readonly target: number,
    private readonly delayMilliseconds: number,
  ) {}

  /** Starts it, and returns the port that it listens on. */
  public async listen(): Promise<number> {
    this.server.listen(0, HOST);
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends what is connected, and leads nowhere until it is mended. */
  public cut(): void {
    this.isCut = true;
    this.sockets.forEach((socket) => socket.destroy());
  }

  public mend(): void {
    this.isCut = false;
  }

  /** From now on everything takes so many milliseconds more, each way; 0 ends it. */
  public slowBy(milliseconds: number): void {
    this.further = milliseconds;
  }

  public close(): void {
    this.cut();
    this.server.close();
  }

  private connect(client: Socket): void {
    if (this.isCut) return void client.destroy();
    const target = createConnection(this.target, HOST);
    this.carry(client, target);
    this.carry(target, client);
  }

  private carry(from: Socket, to: Socket): void {
    this.sockets.add(from);
    const later = (act: () => void) => setTimeout(act, this.delayMilliseconds + this.further);
    from.setNoDelay(true);
    from.on('data', (chunk) => later(() => !to.destroyed && to.write(chunk)));
    from.on('end', () => later(() => to.end()));
    // Told by the event that always follows.
    from.on('error', () => {});
    from.on('close', () => {
      this.sockets.delete(from);
      if (this.isCut) to.destroy();
      else later(() => to.destroy());
    });
  }
}
