// The alarm for calendars that lack a year: raised well before the year begins, and counted for the operator.
import { Gauge } from 'prom-client';
import { findMissingYears, updateCalendarAlarms } from '../db/queries/calendar-alarms.ts';
import { epochMs } from '../domain/time.ts';
import { metricsRegistry } from '../platform/operations-server.ts';
import { inEveryCompany, type SweepPorts } from './sweeps.ts';

const name = 'calendar_missing_years';

/** Made at the first round: a process that does not sweep does not show it. */
const missingYearsGauge = (): Gauge<'company'> => {
  const registry = metricsRegistry();
  const known = registry.getSingleMetric(name) as Gauge<'company'> | undefined;
  return (
    known ??
    new Gauge({
      name,
      help: 'Years that prices need by now and that no calendar of the company knows.',
      labelNames: ['company'],
      registers: [registry],
    })
  );
};

/** Calendars of tariffs that look at holidays must know the next year in time (F070). */
export const reportMissingYears = ({ database, clock }: Pick<SweepPorts, 'database' | 'clock'>): Promise<number> =>
  inEveryCompany(database, async (tx, companyId) => {
    const at = epochMs(clock.now());
    const missing = await findMissingYears(tx, at);
    missingYearsGauge().set({ company: companyId }, missing.length);
    return updateCalendarAlarms(tx, companyId, missing, at);
  });
