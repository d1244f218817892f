import { Client } from './client';
import { Ledger } from './ledger';
import { BEGUN, END, type LoadPlan } from './load';
import { arrivals } from './plan';

/** Milliseconds between two looks at what is due. */
const LOOK = 2;

/** A process of its own with a map of its own. It makes the requests of one plan until it is told to end. */
async function run(plan: LoadPlan): Promise<void> {
  const ledger = new Ledger(plan.ledger);
  const client = await Client.connect(plan);
  let isEnded = false;
  process.on('message', (message) => {
    isEnded ||= message === END;
  });
  process.send?.(BEGUN);
  const underWay = new Set<Promise<void>>();
  let due = Date.now();
  for (const arrival of arrivals(plan)) {
    due += arrival.after;
    while (Date.now() < due && !isEnded) await new Promise((resolve) => setTimeout(resolve, LOOK));
    if (isEnded) break;
    const made = client.make(arrival, due, ledger).then(() => void underWay.delete(made));
    underWay.add(made);
  }
  await Promise.all(underWay);
  await client.close();
  ledger.close();
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
