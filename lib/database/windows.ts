import { Token } from 'aws-cdk-lib';
import { matches, refuse, type Rule } from '../private/validate';

/** When automated backups are taken unless told otherwise. */
export const BACKUP_WINDOW = '00:30-01:30';

/** When AWS may patch a database unless told otherwise. */
export const MAINTENANCE_WINDOW = 'sun:08:00-sun:09:00';

const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = `(?:${DAYS.join('|')})`;
const DAILY = new RegExp(`^${TIME}-${TIME}$`);
const WEEKLY = new RegExp(`^${DAY}:${TIME}-${DAY}:${TIME}$`);

const MINUTES_OF_DAY = 24 * 60;
const MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY;

/** The shortest window that RDS accepts. */
const LEAST_MINUTES = 30;

/** Minutes of the week; the window may pass midnight, or the end of the week. */
interface Window {
  readonly start: number;
  readonly minutes: number;
}

/** What RDS and Aurora refuse as times of backup and maintenance. */
export function windowRules(backup = BACKUP_WINDOW, maintenance = MAINTENANCE_WINDOW): Rule[] {
  const daily = parse(backup, DAILY, MINUTES_OF_DAY);
  const weekly = parse(maintenance, WEEKLY, MINUTES_OF_WEEK);
  return [
    matches(
      'preferredBackupWindow',
      backup,
      DAILY,
      'be two times of day in UTC as hh:mm-hh:mm',
      'use one such as 00:30-01:30',
    ),
    lengthRule('preferredBackupWindow', backup, daily),
    matches(
      'preferredMaintenanceWindow',
      maintenance,
      WEEKLY,
      'be two times of the week in UTC as ddd:hh:mm-ddd:hh:mm',
      'use one such as sun:08:00-sun:09:00',
    ),
    lengthRule('preferredMaintenanceWindow', maintenance, weekly),
    refuse(
      daily !== undefined && weekly !== undefined && meet(daily, weekly),
      `preferredBackupWindow must not meet preferredMaintenanceWindow, got ${backup} and ${maintenance}; move one of them`,
    ),
  ];
}

function lengthRule(property: string, text: string, window: Window | undefined): Rule {
  return refuse(
    window !== undefined && window.minutes < LEAST_MINUTES,
    `${property} must be at least ${LEAST_MINUTES} minutes long, got "${text}"; end it later`,
  );
}

function parse(text: string, form: RegExp, period: number): Window | undefined {
  if (Token.isUnresolved(text) || !form.test(text)) return undefined;
  const [start = 0, end = 0] = text.split('-').map(minutesOf);
  return { start, minutes: (end - start + period) % period };
}

/** `08:00` and `sun:08:00` alike. */
function minutesOf(time: string): number {
  const [minute = '0', hour = '0', day = 'mon'] = time.split(':').reverse();
  return DAYS.indexOf(day) * MINUTES_OF_DAY + Number(hour) * 60 + Number(minute);
}

/** Whether the daily window, on any day of the week, has a minute in common with the weekly one. */
function meet(daily: Window, weekly: Window): boolean {
  const after = (from: number, to: number) => (to - from + MINUTES_OF_WEEK) % MINUTES_OF_WEEK;
  return DAYS.some((_, day) => {
    const start = day * MINUTES_OF_DAY + daily.start;
    return after(start, weekly.start) < daily.minutes || after(weekly.start, start) < weekly.minutes;
  });
}
