import type { Clients } from '../../../tools/evacuation/aws/clients';

/** What AWS was asked. */
export interface Request {
  readonly region: string;
  readonly command: string;
  readonly input: Record<string, unknown>;
}
export type Answer = (request: Request) => unknown;

/** AWS as far as a test says what it answers; everything that it was asked. */
export function aws(answers: Record<string, Answer>): { clients: Clients; requests: Request[] } {
  const requests: Request[] = [];
  const clientIn = (region: string) => ({
    send: (sent: { input: Record<string, unknown>; constructor: { name: string } }) => {
      const request = { region, command: sent.constructor.name.replace(/Command$/, ''), input: sent.input };
      requests.push(request);
      const answer = answers[request.command];
      return answer
        ? new Promise((resolve) => resolve(answer(request)))
        : Promise.reject(new Error(`nobody expected ${request.command} in ${region}`));
    },
  });
  const regionClients = (region: string) => {
    const client = clientIn(region);
    return { scaling: client, ecs: client, cloudwatch: client, rds: client, ssm: client, dynamodb: client };
  };
  const clients = { in: regionClients, edge: clientIn('global') } as unknown as Clients;
  return { clients, requests };
}

/** An error as the SDK throws it. */
export function failure(name: string): Error {
  return Object.assign(new Error(name), { name });
}
