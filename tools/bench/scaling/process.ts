import { serve } from '../../support/pool';
import { runJob } from './job';

serve(runJob);
