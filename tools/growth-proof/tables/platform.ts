import { appears, growsBy, SWITCHED_ON, type GrowthTable } from '../growth';

export const PLATFORM: GrowthTable = {
  PlatformProps: {
    zones: growsBy(2, 3),
    waf: SWITCHED_ON,
    backup: SWITCHED_ON,
    crossRegionBackup: SWITCHED_ON,
    originShield: SWITCHED_ON,
    cachedPaths: appears(growsBy(['/images/*'], ['/images/*', '/videos/*'])),
    browserOrigins: appears(
      growsBy(['https://www.example.com'], ['https://www.example.com', 'https://admin.example.com']),
    ),
    runbookUrl: appears(growsBy('https://wiki.example.com/runbook', 'https://runbook.example.com/shop')),
  },
  StageSettings: {
    zones: growsBy(2, 3),
    waf: SWITCHED_ON,
    originShield: SWITCHED_ON,
    backup: SWITCHED_ON,
    crossRegionBackup: SWITCHED_ON,
  },
  TaskSettings: {
    minTasks: growsBy(1, 2, 4),
    maxTasks: growsBy(20, 60, 200),
  },
  WebTaskSettings: {
    ratedRequestsPerSecond: appears(growsBy(50, 100, 200)),
  },
  EdgeDomain: {
    createRecords: SWITCHED_ON,
  },
};
