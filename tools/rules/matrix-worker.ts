import { rememberingJudges } from './judges';
import { serve } from '../support/pool';
import { judgeConfiguration, type MatrixJob } from './whole-matrix';

const judges = rememberingJudges(process.env.RULES_MEMORY);

serve((job: MatrixJob) => judgeConfiguration(job, judges));
