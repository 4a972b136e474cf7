// Calendars of their own, with versions that take effect at a time, for lots and as the company's default. See notes.md.
import { readFileSync } from 'node:fs';
import { Migration } from '@mikro-orm/migrations';

const file = new URL('./0002-calendars/1-calendars.sql', import.meta.url);

export class Calendars extends Migration {
  override up(): void {
    this.addSql(readFileSync(file, 'utf8'));
  }
}
