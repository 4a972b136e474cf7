// Groups of lots with one tariff, dated events, and tariff versions that can be taken back before they begin. See notes.md.
import { readFileSync } from 'node:fs';
import { Migration } from '@mikro-orm/migrations';

const file = new URL('./0003-tariffs/1-tariffs.sql', import.meta.url);

export class Tariffs extends Migration {
  override up(): void {
    this.addSql(readFileSync(file, 'utf8'));
  }
}
