#!/usr/bin/env node
import { addEvacuateCommand, addReturnCommand } from '../tools/evacuation/move-commands';
import { addAcceptCommand } from '../tools/growth/accept-command';
import { addDeployCheckCommand } from '../tools/growth/deploy-check-command';
import { addPlanCommand } from '../tools/growth/plan-command';
import { addReshardCommand } from '../tools/reshard/reshard-command';
import { addWavesCommand } from '../tools/regions/waves-command';
import { addSimulateCommand } from '../tools/simulate/command';
import { addSizeCommand } from '../tools/size/command';
import { commandLine } from '../tools/support/command-line';

// Every subcommand registers itself from its folder of tools/.
void commandLine([
  addSizeCommand,
  addPlanCommand,
  addAcceptCommand,
  addDeployCheckCommand,
  addSimulateCommand,
  addWavesCommand,
  addEvacuateCommand,
  addReturnCommand,
  addReshardCommand,
]);
