import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { HOST } from '../process/ports';

/** Parameter Store, as far as the topology needs it: `GetParametersByPath`. */
export class Parameters {
  private readonly server: Server;

  /** @param entries What there is whenever somebody asks. */
  public constructor(private readonly entries: () => ReadonlyMap<string, string>) {
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
      });
    });
  }

  public async listen(port: number): Promise<void> {
    this.server.listen(port, HOST);
    await once(this.server, 'listening');
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const asked = (await json(request).catch(() => ({}))) as { Path?: string; Recursive?: boolean };
    const target = request.headers['x-amz-target'];
    if (target !== 'AmazonSSM.GetParametersByPath') {
      const message = `only GetParametersByPath is there, got ${String(target)}`;
      return { status: 400, body: { __type: 'InvalidAction', message } };
    }
    const path = `${(asked.Path ?? '').replace(/\/$/, '')}/`;
    const found = [...this.entries()].filter(([name]) => {
      const rest = name.startsWith(path) ? name.slice(path.length) : '';
      return rest !== '' && (asked.Recursive === true || !rest.includes('/'));
    });
    const parameters = found.map(([Name, Value]) => ({ Name, Value, Type: 'String', Version: 1 }));
    return { status: 200, body: { Parameters: parameters } };
  }
}
