import { END, type Told } from './load';
import { arrivalsOf, type Arrival, type LoadPlan, type Outcome } from './plan';
import { Client } from './client';

/** Milliseconds between two looks at what is due. */
const LOOK = 2;

/** A process of its own, so that nothing else that goes on holds its clock up. It makes the requests of one plan, and ends. */
async function run(plan: LoadPlan): Promise<void> {
  const client = new Client(plan.url, plan.caption);
  const start = Date.now();
  process.send?.('begun' satisfies Told);
  let told: Outcome[] = [];
  const tell = () => {
    if (told.length > 0) process.send?.(told);
    told = [];
  };
  const telling = setInterval(tell, 200);
  let isEnded = false;
  process.on('message', (message) => {
    isEnded ||= message === END;
  });
  const made: Promise<void>[] = [];
  for (const arrival of arrivalsOf(plan)) {
    while (Date.now() - start < arrival.after && !isEnded) await new Promise((resolve) => setTimeout(resolve, LOOK));
    if (isEnded) break;
    made.push(make(client, arrival, start).then((outcome) => void told.push(outcome)));
  }
  await Promise.all(made);
  clearInterval(telling);
  tell();
  await client.close();
}

function make(client: Client, arrival: Arrival, start: number): Promise<Outcome> {
  return client.make(arrival, start + arrival.after);
}

process.once('message', (plan: LoadPlan) => {
  void run(plan).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
