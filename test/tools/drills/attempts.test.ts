import { mayBeRepeated } from '../../../tools/drills/attempts';

const MET = { mayBeTheMachine: false, stolen: 0 };
const LATE = { mayBeTheMachine: true, stolen: 0 };
const STARVED = { mayBeTheMachine: true, stolen: 0.1 };

test.each([
  ['met its targets, or lost something', [MET], false],
  ['was late', [LATE], true],
  ['was late twice', [LATE, LATE], false],
  ['was late twice where the host took processors away', [STARVED, LATE], true],
  ['was late three times there', [STARVED, LATE, LATE], true],
  ['was late four times there', [STARVED, LATE, LATE, STARVED], false],
  ['lost something in its second attempt', [STARVED, MET], false],
])('a drill that %s', (_, reports, again) => {
  expect(mayBeRepeated(reports)).toBe(again);
});
