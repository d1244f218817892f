import { replaceText, type EditableResource, type EditableTemplate, type Mistake } from './mistakes';

/** A mistake that deploys without complaint, and after which something is gone. */
export interface LossMistake extends Mistake {
  /** What the look at the data says too, where the data that the lane writes is lost. */
  readonly lost?: RegExp;
}

const BUCKET = 'AWS::S3::Bucket';
const QUEUE = 'AWS::SQS::Queue';
const TABLE = 'AWS::DynamoDB::GlobalTable';

/** What growing must never do, done on purpose: once to each thing that users leave behind, and once to an id. */
export const LOSS_MISTAKES: readonly LossMistake[] = [
  {
    name: 'a change of the table of sessions that cannot be made in place',
    type: TABLE,
    path: '/Sessions/Table',
    plant: (table) => replaceText(table, 'sessions-g1', 'sessions-g2'),
    message: /Global\/Sessions\/Table.* was replaced/,
    lost: /^the session /,
  },
  {
    name: 'a bucket of uploads with another name',
    type: BUCKET,
    path: '/Objects/Bucket/Bucket',
    plant: (bucket) => replaceText(bucket, 'objects-g1', 'objects-g2'),
    message: /Data\/Objects\/Bucket\/Bucket.* was replaced/,
    lost: /^the object /,
  },
  {
    name: 'a queue that is replaced',
    type: QUEUE,
    path: '/Queues/Jobs/Queue',
    plant: (queue) => replaceText(queue, 'jobs-g1', 'jobs-g2'),
    message: /Data\/Queues\/Jobs\/Queue.* was replaced/,
    lost: /^the message /,
  },
  {
    name: 'a queue of dead letters whose construct has moved',
    type: QUEUE,
    path: '/Queues/Jobs/DeadLetters/Queue',
    plant: (queue, template) => {
      replaceText(queue, '-dlq', '-dead');
      renameId(queue, template, 'DeadLetters');
    },
    message: /Data\/Queues\/Jobs\/DeadLetters\/Queue.*shop-prod-jobs-g1-dlq is no longer its stack's/,
  },
];

/** What a construct does that moves in its tree: everybody refers to it by its new id. */
function renameId(resource: EditableResource, template: EditableTemplate, id: string): void {
  const former = Object.keys(template.Resources).find((key) => template.Resources[key] === resource);
  if (!former) throw new Error('the template does not hold the resource');
  const renamed = JSON.parse(JSON.stringify(template).replaceAll(`"${former}"`, `"${id}"`)) as EditableTemplate;
  Object.assign(template, renamed);
}
