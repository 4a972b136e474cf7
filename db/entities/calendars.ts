// Calendars and their versions; a version never changes.
import { defineEntity, p } from '@mikro-orm/core';
import { type Calendar } from '../../domain/calendar.ts';

const CalendarSchema = defineEntity({
  name: 'CalendarRow',
  tableName: 'calendar',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    name: p.text(),
    isDefault: p.boolean(),
    alarmDays: p.integer(),
    latestVersion: p.integer(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    version: p.integer().version(),
  },
});
export class CalendarRow extends CalendarSchema.class {}
CalendarSchema.setClass(CalendarRow);

const CalendarVersionSchema = defineEntity({
  name: 'CalendarVersionRow',
  tableName: 'calendar_version',
  properties: {
    id: p.uuid().primary(),
    companyId: p.uuid(),
    calendarId: p.uuid(),
    // Not an optimistic lock: every change of a calendar is a row of its own.
    version: p.integer(),
    document: p.json<Calendar>(),
    effectiveFrom: p.datetime(3),
    createdAt: p.datetime(3).onCreate(() => new Date()),
  },
});
export class CalendarVersionRow extends CalendarVersionSchema.class {}
CalendarVersionSchema.setClass(CalendarVersionRow);
